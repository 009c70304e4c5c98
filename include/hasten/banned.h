/* banned.h — functions that have no safe use here fail to compile. */
#ifndef HASTEN_BANNED_H
#define HASTEN_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strncpy strcat strncat sprintf vsprintf strtok gets atoi atol atof
#pragma GCC poison asctime ctime gmtime localtime tmpnam tempnam mktemp

#endif
