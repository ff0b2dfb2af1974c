package io.trafficallocator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import io.trafficallocator.RandomFacts;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.RuleFailure;
import io.trafficallocator.rules.RuleFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
    private static final Workers ONE = Workers.of(1);

    @TempDir
    Path folder;

    @Test
    void a_plan_is_read_back_equal() throws IOException {
        Path file = folder.resolve("plan.traffic");
        Set<String> digests = new HashSet<>();
        for (long seed = 0; seed < 150; seed++) {
            Plan plan = plan(seed);
            PlanFile.write(plan, file);
            Plan read = PlanFile.read(file);
            assertThat(read).as("seed %d", seed).isEqualTo(plan);
            assertThat(read.header().seconds()).isEqualTo(plan.header().seconds());
            assertThat(read.digest()).isEqualTo(plan.digest());
            assertThat(read.summary()).isEqualTo(plan.summary());
            digests.add(plan.digest());
        }
        assertThat(digests).hasSize(150);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void a_name_may_be_as_long_as_names_can_be() throws IOException {
        Path file = folder.resolve("p".repeat(255));
        PlanFile.write(plan(5), file);
        assertThat(PlanFile.read(file)).isEqualTo(plan(5));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void the_digest_leaves_out_how_long_it_took() {
        Plan plan = plan(5);
        assertThat(plan.withSeconds(ImmutableMap.of("solve", 9.0)).digest()).isEqualTo(plan.digest());
    }

    @Test
    void texts_of_every_kind_survive() throws IOException {
        Path file = folder.resolve("plan");
        Plan plan = plan(3);
        Plan.Cells cells = new Plan.Cells(
                new String[] {"", "\u00e9t\u00e9", "\u5e7f\u5dde", "\ud800 alone"},
                new int[5],
                new int[0],
                new long[0]);
        Plan named = new Plan(
                plan.header(),
                plan.placements(),
                cells,
                new long[plan.placements().count()],
                List.of(),
                List.of(),
                List.of(),
                List.of());
        PlanFile.write(named, file);
        assertThat(PlanFile.read(file)).isEqualTo(named);
    }

    @Test
    void where_rules_failed_survives_and_is_a_part_of_the_plan() throws IOException {
        Path file = folder.resolve("plan");
        Plan complete = plan(11);
        RuleReference rule = new RuleReference("a rule", "a.drl", 7);
        Plan plan = complete.withRuleFailures(new RuleFailures(
                ImmutableMap.of(rule, 3_000_000_000L),
                ImmutableList.of(new RuleFailure(rule, 3, "m \u5e7f", "throws something. Maybe not."))));
        PlanFile.write(plan, file);
        Plan read = PlanFile.read(file);
        assertThat(read).isEqualTo(plan).isNotEqualTo(complete);
        assertThat(read.ruleFailures()).isEqualTo(plan.ruleFailures());
        assertThat(read.digest()).isNotEqualTo(complete.digest());
        assertThat(read.isIncomplete()).isTrue();
        assertThat(complete.isIncomplete()).isFalse();
    }

    @Test
    void no_flipped_bit_gets_through() throws IOException {
        Path file = folder.resolve("plan");
        PlanFile.write(plan(11), file);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 1 + whole.length / 700) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(file, damaged);
            assertThatThrownBy(() -> PlanFile.read(file))
                    .as("byte %d", at)
                    .isInstanceOf(PlanFileException.class)
                    .hasMessageContaining("plan file '" + file + "'")
                    .hasMessageContaining("Maybe ");
        }
    }

    @Test
    void no_truncated_file_gets_through() throws IOException {
        Path file = folder.resolve("plan");
        PlanFile.write(plan(11), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 300) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> PlanFile.read(file))
                    .as("%d bytes", length)
                    .isInstanceOf(PlanFileException.class)
                    .hasMessageContaining(length < 8 ? "is no plan file" : "is truncated");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> PlanFile.read(file)).isInstanceOf(PlanFileException.class);
    }

    @Test
    void foreign_and_newer_files_are_refused() throws IOException {
        Path file = folder.resolve("plan");
        Files.writeString(file, "merchant,placement,impressions\n");
        assertThatThrownBy(() -> PlanFile.read(file))
                .hasMessage("plan file '" + file
                        + "' is no plan file: it does not start with TRAFPLAN. Maybe it is another file.");
        PlanFile.write(plan(1), file);
        byte[] newer = Files.readAllBytes(file);
        newer[11] = 3;
        Files.write(file, newer);
        assertThatThrownBy(() -> PlanFile.read(file))
                .hasMessage("plan file '" + file + "' has version 3, but this library reads version 2. Maybe a newer"
                        + " version of the library wrote it.");
        assertThatThrownBy(() -> PlanFile.read(folder.resolve("none")))
                .isInstanceOf(PlanFileException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void content_that_lies_under_a_right_checksum_is_refused() throws IOException {
        Path file = folder.resolve("plan");
        PlanFile.write(plan(11), file);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int at = 12; at < whole.length - 40; at += 1 + whole.length / 500) {
            byte[] lying = whole.clone();
            lying[at] = (byte) 0x7f;
            byte[] hash =
                    Hashing.sha256().hashBytes(lying, 0, lying.length - 32).asBytes();
            System.arraycopy(hash, 0, lying, lying.length - 32, 32);
            Files.write(file, lying);
            try {
                PlanFile.read(file);
            } catch (PlanFileException e) {
                refused++;
                assertThat(e).hasMessageContaining("Maybe ");
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @Test
    void a_failed_write_leaves_what_was_there() throws IOException {
        Path file = folder.resolve("plan");
        Plan before = plan(1);
        PlanFile.write(before, file);
        Plan broken = new Plan(
                before.header(),
                before.placements(),
                new Plan.Cells(new String[0], new int[1], new int[0], new long[0]),
                new long[before.placements().count()],
                List.of(),
                List.of(),
                List.of(),
                List.of(new Multiplier("nobody", "everything", 2)));
        assertThatThrownBy(() -> PlanFile.write(broken, file)).isInstanceOf(IllegalArgumentException.class);
        assertThat(PlanFile.read(file)).isEqualTo(before);
        assertThat(files()).containsExactly(file);
        Files.writeString(folder.resolve("no folder"), "", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PlanFile.write(before, folder.resolve("no folder/plan")))
                .isInstanceOf(PlanFileException.class)
                .hasMessageContaining("cannot be written");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Plan plan(long seed) {
        RandomFacts facts = new RandomFacts(seed);
        return PlanningTest.planning(facts.request(), facts.grants(), ONE).plan("rules", ONE, PlanningTest.times());
    }
}
