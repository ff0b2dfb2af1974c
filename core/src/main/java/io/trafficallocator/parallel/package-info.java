/** Work cut into pieces that do not depend on the number of threads, so that results never do either. */
@NullMarked
package io.trafficallocator.parallel;

import org.jspecify.annotations.NullMarked;
