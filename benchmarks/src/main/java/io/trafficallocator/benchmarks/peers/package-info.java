/** What somebody without this library would write to fire rules: facts as plain objects, in Drools and in Evrete. */
@NullMarked
package io.trafficallocator.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
