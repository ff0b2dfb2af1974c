/** Request time: picks merchants for each request so that the plan is delivered. */
@NullMarked
package io.trafficallocator.serve;

import org.jspecify.annotations.NullMarked;
