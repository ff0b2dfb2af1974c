/** Tests of rules: given facts, expect grants. As plain text for authors, and fluent for Java. */
@NullMarked
package io.trafficallocator.workbench.testing;

import org.jspecify.annotations.NullMarked;
