/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The shipped models, parsed when devlock was built (cmake/parse_models.c): each run would else spend more on their YAML
 * than on a small driver.
 */
#ifndef DEVLOCK_MODEL_PARSED_H
#define DEVLOCK_MODEL_PARSED_H

#include <yaml.h>

typedef struct devlock_parsed_model {
    const char *name; /* that of its file, without folder and ending */
    yaml_document_t document;
} devlock_parsed_model;

/* checker/model/ *.yaml; ends with an entry without a name. */
extern const devlock_parsed_model devlock_shipped_models[];

#endif
