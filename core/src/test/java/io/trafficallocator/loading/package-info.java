/** Programs that use the library under the class loaders of others, each in a process of its own. */
@NullMarked
package io.trafficallocator.loading;

import org.jspecify.annotations.NullMarked;
