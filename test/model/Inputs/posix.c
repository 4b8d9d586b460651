/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The locks of the model posix.
 */
struct timespec;
typedef struct { int state; } pthread_mutex_t, pthread_rwlock_t, mtx_t;
typedef volatile int pthread_spinlock_t;
int pthread_mutex_lock(pthread_mutex_t *mutex);
int pthread_mutex_trylock(pthread_mutex_t *mutex);
int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *end);
int pthread_mutex_unlock(pthread_mutex_t *mutex);
int pthread_rwlock_rdlock(pthread_rwlock_t *lock);
int pthread_rwlock_trywrlock(pthread_rwlock_t *lock);
int pthread_rwlock_unlock(pthread_rwlock_t *lock);
int pthread_spin_lock(pthread_spinlock_t *lock);
int pthread_spin_trylock(pthread_spinlock_t *lock);
int pthread_spin_unlock(pthread_spinlock_t *lock);
int mtx_lock(mtx_t *mutex);
int mtx_trylock(mtx_t *mutex);
int mtx_timedlock(mtx_t *mutex, const struct timespec *end);
int mtx_unlock(mtx_t *mutex);

struct queue {
    pthread_mutex_t mutex;
    pthread_rwlock_t lock;
    pthread_spinlock_t spin;
    mtx_t c11;
    int count;
};

/* A result that is ignored, and one that is tested: neither is a finding. */
int ignored(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    q->count++;
    pthread_mutex_unlock(&q->mutex);
    return 0;
}

int tested(struct queue *q)
{
    if (pthread_mutex_lock(&q->mutex) != 0)
        return -1;
    q->count++;
    return pthread_mutex_unlock(&q->mutex);
}

int forgotten(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    if (q->count == 0)
        return -1; // expect: devlock-missing-release
    pthread_mutex_unlock(&q->mutex);
    return 0;
}

int again(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    pthread_mutex_lock(&q->mutex); // expect: devlock-double-acquire
    return pthread_mutex_unlock(&q->mutex);
}

int tried(struct queue *q, const struct timespec *end)
{
    if (pthread_mutex_trylock(&q->mutex) && pthread_mutex_timedlock(&q->mutex, end))
        return -1;
    q->count++;
    pthread_mutex_unlock(&q->mutex);
    return 0;
}

int tried_carelessly(struct queue *q)
{
    pthread_mutex_trylock(&q->mutex);
    q->count++;
    return pthread_mutex_unlock(&q->mutex); // expect: devlock-release-without-acquire
}

/* Read locks are counted. */
int readers(struct queue *q)
{
    pthread_rwlock_rdlock(&q->lock);
    pthread_rwlock_rdlock(&q->lock);
    pthread_rwlock_unlock(&q->lock);
    return q->count; // expect: devlock-missing-release
}

int writer(struct queue *q)
{
    if (pthread_rwlock_trywrlock(&q->lock))
        return -1;
    q->count = 0;
    pthread_rwlock_unlock(&q->lock);
    return pthread_rwlock_unlock(&q->lock); // expect: devlock-double-release
}

void spin(struct queue *q)
{
    pthread_spin_lock(&q->spin);
    q->count++;
    pthread_spin_unlock(&q->spin);
    if (pthread_spin_trylock(&q->spin) == 0)
        q->count--;
} // expect: devlock-missing-release

int c11(struct queue *q, const struct timespec *end)
{
    mtx_lock(&q->c11);
    q->count++;
    mtx_unlock(&q->c11);
    if (mtx_timedlock(&q->c11, end) != 0)
        return mtx_unlock(&q->c11); // expect: devlock-double-release
    mtx_unlock(&q->c11);
    if (mtx_trylock(&q->c11) == 0)
        return q->count; // expect: devlock-missing-release
    return 0;
}
