#define LOGGED 1
