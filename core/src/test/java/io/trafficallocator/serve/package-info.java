@NullMarked
package io.trafficallocator.serve;

import org.jspecify.annotations.NullMarked;
