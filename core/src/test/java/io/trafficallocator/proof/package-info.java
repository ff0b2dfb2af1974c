/** The referee: an invariant checker, slow independent references and random instances that every stage is held to. */
@NullMarked
package io.trafficallocator.proof;

import org.jspecify.annotations.NullMarked;
