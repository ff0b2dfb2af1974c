/** Programmes ready to use, as rule files beside this package's classes. */
@NullMarked
package io.trafficallocator.packs;

import org.jspecify.annotations.NullMarked;
