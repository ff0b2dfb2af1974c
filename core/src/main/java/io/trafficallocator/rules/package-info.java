/** The rules stage: vets, compiles and fires Drools rules, which grant entitlements and do nothing else. */
@NullMarked
package io.trafficallocator.rules;

import org.jspecify.annotations.NullMarked;
