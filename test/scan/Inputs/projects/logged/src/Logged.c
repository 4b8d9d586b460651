#include "Logged.h"

#if !defined ONE || TWO != 2 || defined THREE
#error "not compiled as the log says"
#endif

void Logged(void)
{
}
