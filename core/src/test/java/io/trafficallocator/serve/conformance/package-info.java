/** What any implementation of an interface of this library has to keep, as tests to be extended. */
@NullMarked
package io.trafficallocator.serve.conformance;

import org.jspecify.annotations.NullMarked;
