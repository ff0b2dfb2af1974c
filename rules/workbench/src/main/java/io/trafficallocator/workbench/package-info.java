/** The {@code traffic} command line for rule authors. */
@NullMarked
package io.trafficallocator.workbench;

import org.jspecify.annotations.NullMarked;
