package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.EntitlementKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenGrantTest {
    @Test
    void what_the_text_says_is_found_and_what_is_worked_out_is_not() {
        RuleBook book = RuleBook.compile(List.of(new RuleSource("a.drl", """
                package a
                rule "written" when Merchant()
                then
                    grant.guarantee("launch", 10_000).inField("live");
                    grant.exclude("fraud", "fake orders");
                end
                rule "worked out" when Merchant( $g : growth ) $f : FestivalDay( )
                then
                    grant.boost($f.getId(), 1 + $g);
                    grant.accessToFestival("inlets", $f.getId());
                end
                """)));
        assertThat(WrittenGrant.of(book).get(book.rules().get(0)))
                .containsExactly(
                        new WrittenGrant(EntitlementKind.GUARANTEE, "launch", 10_000.0),
                        new WrittenGrant(EntitlementKind.EXCLUSION, "fraud", null));
        assertThat(WrittenGrant.of(book).get(book.rules().get(1)))
                .containsExactly(
                        new WrittenGrant(EntitlementKind.BOOST, null, null),
                        new WrittenGrant(EntitlementKind.ACCESS, "inlets", null));
    }
}
