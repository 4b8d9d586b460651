// A loop that changes more than five hundred places after the flag that guards the lock. None of them may be forgotten.
typedef void *PVOID;
void VideoPortAcquireDeviceLock(PVOID);
void VideoPortReleaseDeviceLock(PVOID);
int Next(void);

#define ONE(n) table->place[n] = n;
#define TEN(n) ONE(n##0) ONE(n##1) ONE(n##2) ONE(n##3) ONE(n##4) ONE(n##5) ONE(n##6) ONE(n##7) ONE(n##8) ONE(n##9)
#define HUNDRED(n)                                                                                                     \
    TEN(n##0) TEN(n##1) TEN(n##2) TEN(n##3) TEN(n##4) TEN(n##5) TEN(n##6) TEN(n##7) TEN(n##8) TEN(n##9)

typedef struct {
    int locked;
    int place[1000];
} TABLE;

void Fill(TABLE *table, PVOID extension)
{
    table->locked = 0;
    while (Next()) {
        if (!table->locked) {
            VideoPortAcquireDeviceLock(extension);
            table->locked = 1;
        }
        HUNDRED(1)
        HUNDRED(2)
        HUNDRED(3)
        HUNDRED(4)
        HUNDRED(5)
        HUNDRED(6)
    }
    if (table->locked)
        VideoPortReleaseDeviceLock(extension);
}

// The same, but the flag is cleared without a release.
void Spill(TABLE *table, PVOID extension)
{
    table->locked = 0;
    while (Next()) {
        if (!table->locked) {
            VideoPortAcquireDeviceLock(extension);
            table->locked = 1;
        }
        HUNDRED(1)
        HUNDRED(2)
        HUNDRED(3)
        HUNDRED(4)
        HUNDRED(5)
        HUNDRED(6)
    }
    table->locked = 0;
    if (table->locked)
        VideoPortReleaseDeviceLock(extension);
} // here it is held
