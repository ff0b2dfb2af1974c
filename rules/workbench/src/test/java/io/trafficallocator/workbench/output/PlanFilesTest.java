package io.trafficallocator.workbench.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFilesTest {
    @TempDir
    Path folder;

    private static Plan plan(long impressions) {
        RuleReference rule = new RuleReference("first week, \"cold\" start", "launch.drl", 12);
        return new Plan(
                new Plan.Header(LocalDate.of(2024, 11, 11), 1, "aa", "bb", 350, ImmutableMap.of("solve", 0.25)),
                Placements.of(List.of(Placement.of("live-1", "live", 1000), Placement.of("mall-1", "mall", 500))),
                new Plan.Cells(
                        new String[] {"a,b", "m2", "\u5e7f\u5dde"},
                        new int[] {0, 2, 2, 4},
                        new int[] {0, 1, 0, 1},
                        new long[] {impressions, 0, 1000 - impressions, 400}),
                new long[] {0, 100},
                List.of(
                        new Entitlement("a,b", "launch", EntitlementKind.GUARANTEE, "everything", 300, 2100, rule, ""),
                        new Entitlement("a,b", "upward", EntitlementKind.BOOST, "field:live", 1.5, 1.5, rule, ""),
                        new Entitlement(
                                "m2", "launch", EntitlementKind.GUARANTEE, "placement:live-1", 50, 50, rule, "")),
                List.of(new Shortfall(
                        "m2",
                        "launch",
                        "placement:live-1",
                        50,
                        20,
                        Shortfall.Reason.SUPPLY_EXHAUSTED,
                        ImmutableList.of("live-1", "mall-1"))),
                List.of(
                        new PoolSpend("launch", 1e7, 350, PoolUnit.IMPRESSIONS, 1),
                        new PoolSpend("upward", null, 12.25, PoolUnit.YUAN, 0.5)),
                List.of(new Multiplier("live-1", "price", 1.0E-5), new Multiplier("a,b", "everything", 2.125)));
    }

    private static void write(PlanFiles files, Plan plan) {
        files.write(plan, new PlanSummary(plan, plan.header().seconds()));
    }

    private Map<String, String> contents(Path of) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(of)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private void assertNoLitter(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void an_earlier_plan_that_a_kill_left_under_another_name_comes_back() throws IOException {
        Path out = folder.resolve("out");
        write(new PlanFiles(out), plan(250));
        Map<String, String> earlier = contents(out);
        // As if the program had been killed between its two renames; no process has so large a number.
        Files.move(out, folder.resolve(".out.old-999999999"));
        new PlanFiles(out).check();
        assertThat(contents(out)).isEqualTo(earlier);
        assertNoLitter("out");
    }

    @Test
    void an_earlier_plan_of_a_program_that_still_runs_is_left_to_it() throws IOException {
        Path out = folder.resolve("out");
        String name = ".out.old-" + ProcessHandle.current().pid();
        Files.createDirectory(folder.resolve(name));
        new PlanFiles(out).check();
        assertNoLitter(name);
    }

    @Test
    void writes_the_columns_of_the_contract() throws IOException {
        Path out = folder.resolve("not/yet/there");
        write(new PlanFiles(out), plan(250));
        Map<String, String> contents = contents(out);
        assertThat(contents.get("plan.csv")).isEqualTo("""
                        merchant,placement,impressions
                        "a,b",live-1,250
                        \u5e7f\u5dde,live-1,750
                        \u5e7f\u5dde,mall-1,400
                        """);
        assertThat(contents.get("entitlements.csv")).isEqualTo("""
                        merchant,programme,kind,scope,amount,rule,source
                        "a,b",launch,guarantee,everything,300,"first week, ""cold"" start",launch.drl:12
                        "a,b",upward,boost,field:live,1.5,"first week, ""cold"" start",launch.drl:12
                        m2,launch,guarantee,placement:live-1,50,"first week, ""cold"" start",launch.drl:12
                        """);
        assertThat(contents.get("shortfalls.csv")).isEqualTo("""
                        merchant,programme,scope,due,planned,reason
                        m2,launch,placement:live-1,50,20,"supply exhausted: live-1, mall-1"
                        """);
        assertThat(contents.get("pools.csv")).isEqualTo("""
                        programme,pool,committed,unit
                        launch,10000000,350,impressions
                        upward,,12.25,yuan
                        """);
        assertThat(contents.get("multipliers.csv")).isEqualTo("""
                        merchant_or_placement,scope,multiplier
                        live-1,price,0.000010
                        "a,b",everything,2.125
                        """);
        assertThat(contents.get("summary.json")).isEqualToNormalizingWhitespace("""
                        {
                          "as_of" : "2024-11-11",
                          "period_days" : 1,
                          "totals" : {
                            "merchants" : 3,
                            "merchants_reached" : 2,
                            "placements" : 2,
                            "supply" : 1500,
                            "planned" : 1400,
                            "unallocated" : 100,
                            "reward_share" : 0.25,
                            "exposure_gini" : 0.5476190476190477,
                            "entitlements" : 3,
                            "shortfalls" : 1
                          },
                          "coverage" : {
                            "launch" : {
                              "merchants" : 2,
                              "covered" : 1,
                              "share" : 0.5
                            }
                          },
                          "shortfalls" : {
                            "supply_exhausted" : {
                              "guarantees" : 1,
                              "missing" : 30
                            }
                          },
                          "unallocated" : {
                            "mall-1" : 100
                          },
                          "boost_exponents" : {
                            "launch" : 1.0,
                            "upward" : 0.5
                          },
                          "incomplete" : false,
                          "rule_failures" : [ ],
                          "input_digest" : "aa",
                          "rules_digest" : "bb",
                          "seconds" : {
                            "solve" : 0.25
                          }
                        }
                        """);
        assertThat(contents).hasSize(6);
    }

    @Test
    void replaces_an_earlier_plan_and_leaves_nothing_beside_it() throws IOException {
        Path out = folder.resolve("out");
        write(new PlanFiles(out), plan(250));
        Map<String, String> first = contents(out);
        write(new PlanFiles(out), plan(251));
        assertThat(contents(out)).isNotEqualTo(first).hasSize(6);
        write(new PlanFiles(out), plan(250));
        assertThat(contents(out)).isEqualTo(first);
        assertNoLitter("out");
    }

    @Test
    void keeps_a_link_to_the_folder() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        write(new PlanFiles(link), plan(250));
        assertThat(link).isSymbolicLink();
        assertThat(contents(real)).hasSize(6);
    }

    @Test
    void refuses_a_folder_that_holds_anything_else() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("plan.csv"), "old");
        Files.writeString(out.resolve("thesis.txt"), "years of work");
        PlanFiles files = new PlanFiles(out);
        assertThatThrownBy(files::check)
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining(out + ":1:1: holds 'thesis.txt'")
                .hasMessageContaining("Maybe choose another folder");
        assertThatThrownBy(() -> write(files, plan(250))).isInstanceOf(UnusableInputException.class);
        assertThat(contents(out)).isEqualTo(Map.of("plan.csv", "old", "thesis.txt", "years of work"));
        assertNoLitter("out");
    }

    @Test
    void refuses_a_file_in_place_of_the_folder_or_above_it() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> new PlanFiles(file).check()).hasMessageContaining("is a file, but must be a folder");
        assertThatThrownBy(() -> new PlanFiles(file.resolve("out")).check()).hasMessageContaining("is not a folder");
        assertThatThrownBy(() -> new PlanFiles(Path.of("/")).check()).hasMessageContaining("root of a disk");
    }

    @Test
    void a_full_disk_leaves_the_earlier_plan() throws IOException {
        Path out = folder.resolve("out");
        write(new PlanFiles(out), plan(250));
        Map<String, String> before = contents(out);
        for (String full : before.keySet()) {
            PlanFiles files = new PlanFiles(out, (file, stream) -> file.endsWith(full) ? new FullDisk(stream) : stream);
            assertThatThrownBy(() -> write(files, plan(251)))
                    .isInstanceOf(UnusableInputException.class)
                    .hasMessageContaining(out + ":1:1: cannot be written (No space left on device)")
                    .hasMessageContaining("Maybe the disk is full");
            assertThat(contents(out)).as(full).isEqualTo(before);
            assertNoLitter("out");
        }
    }

    @Test
    void a_failure_of_our_own_leaves_the_earlier_plan() throws IOException {
        Path out = folder.resolve("out");
        write(new PlanFiles(out), plan(250));
        Map<String, String> before = contents(out);
        PlanFiles files = new PlanFiles(out, (file, stream) -> {
            throw new IllegalStateException("a fault");
        });
        assertThatThrownBy(() -> write(files, plan(251))).isInstanceOf(IllegalStateException.class);
        assertThat(contents(out)).isEqualTo(before);
        assertNoLitter("out");
    }

    @Test
    void a_folder_without_permission_is_found_before_the_work() throws IOException {
        Path locked = Files.createDirectories(folder.resolve("locked"));
        assumeTrue(locked.toFile().setWritable(false), "permissions cannot be taken away here");
        assumeTrue(!Files.isWritable(locked), "this user may write everywhere");
        assertThatThrownBy(() -> new PlanFiles(locked.resolve("out")).check())
                .hasMessageContaining("may not write")
                .hasMessageContaining("Maybe change its permissions");
    }

    @Test
    void a_place_that_takes_no_folders_is_one_error() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc here");
        Path out = Path.of("/proc/self/out");
        assertThatThrownBy(() -> write(new PlanFiles(out), plan(250)))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageStartingWith(out + ":1:1: cannot be ")
                .hasMessageContaining("Maybe ");
    }

    /** Fails as a full disk does. */
    private static final class FullDisk extends FilterOutputStream {
        FullDisk(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length / 2);
            throw new IOException("No space left on device");
        }
    }
}
