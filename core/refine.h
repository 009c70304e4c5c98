/* refine.h — between pipeline.c and refine.c. */
#ifndef HASTEN_REFINE_H
#define HASTEN_REFINE_H

#include "hasten/model.h"

/* Looks for further opportunities in the accepted text, a few rounds long. What is found is
 * judged against that text, and the whole of it once more against the original. */
enum status refine(struct job *, struct error *err);

#endif
