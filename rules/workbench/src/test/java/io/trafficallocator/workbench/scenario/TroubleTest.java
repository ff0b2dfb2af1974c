package io.trafficallocator.workbench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void keepsBothEndsOfAMessageThatAHugeCellMakesLong() {
        String cell = "9".repeat(1_000_000);

        String text =
                new Trouble("demand.csv", 3, 6, "weight is '" + cell + "', but must be finite. Maybe not.").toString();

        assertThat(text)
                .startsWith("demand.csv:3:6: weight is '999")
                .contains("999 [999444 characters left out] 999")
                .endsWith("999', but must be finite. Maybe not.")
                .hasSizeLessThan(800);
    }

    @Test
    void leavesOtherMessagesAsTheyAre() {
        assertThat(new Trouble("a.csv", 1, 1, "x".repeat(1_000)).message()).isEqualTo("x".repeat(1_000));
    }
}
