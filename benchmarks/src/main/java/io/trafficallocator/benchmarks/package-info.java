/** Speed and quality, measured with JMH. */
@NullMarked
package io.trafficallocator.benchmarks;

import org.jspecify.annotations.NullMarked;
