package io.trafficallocator.packs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide for rule authors is right. */
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^( *)```drl\\R(.*?)^ *```");
    private static final LocalDate DAY = LocalDate.of(2024, 11, 5);

    @Test
    void every_example_grants_something() throws IOException {
        AllocationRequest request = AllocationRequest.builder()
                .asOf(DAY)
                .merchants(List.of(
                        MerchantProfile.builder("m", DAY)
                                .categories("fur")
                                .enrolled("mink")
                                .size("small")
                                .tier(2)
                                .gmv(500)
                                .growth(1.5)
                                .build(),
                        MerchantProfile.builder("n", DAY)
                                .categories("fur")
                                .size("small")
                                .gmv(100)
                                .build()))
                .placements(List.of(Placement.of("room", "live", 100)))
                .festivals(
                        List.of(new Festival("mink", "Mink", ImmutableSet.of(), DAY, DAY.plusDays(1), DAY.plusDays(2))))
                .build();
        Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("../README.md")));
        List<String> rules = new ArrayList<>();
        while (examples.find()) {
            RuleBook book = RuleBook.compile(List.of(new RuleSource("README.md", examples.group(2))));
            assertThat(RuleEvaluation.evaluate(book, request, Workers.of(1)).count())
                    .as(examples.group(2))
                    .isPositive();
            book.rules().forEach(rule -> rules.add(rule.rule()));
        }
        assertThat(rules).hasSize(4).contains("Welcome: first week", "Double 11");
    }
}
