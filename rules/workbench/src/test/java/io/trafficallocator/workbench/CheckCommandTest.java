package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    @Test
    void good_rules_pass() {
        Rules.write(folder, "launch.drl", Rules.GUARANTEE);
        Rules.write(folder.resolve("more"), "upward.drl", Rules.BOOST);
        Traffic done = Traffic.run("check", folder);
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).isEqualTo("2 files, 2 rules: no problems\n");
        assertThat(done.status()).isZero();
    }

    @Test
    void one_file_passes_too() {
        Path file = Rules.write(folder, "launch.drl", Rules.GUARANTEE);
        Traffic done = Traffic.run("check", file);
        assertThat(done.out()).isEqualTo("1 file, 1 rule: no problems\n");
        assertThat(done.status()).isZero();
    }

    @Test
    void every_problem_is_printed_with_its_place() {
        Path unknown = Rules.write(folder, "a.drl", Rules.GUARANTEE.replace("ageDays", "agedays"));
        Path syntax = Rules.write(folder, "b.drl", Rules.BOOST.replace("then", "than"));
        Traffic done = Traffic.run("check", folder);
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.err())
                .contains(unknown + ":4:")
                .contains("agedays")
                .contains("'ageDays' was meant")
                .contains(syntax + ":");
        assertThat(done.out()).isEmpty();
    }

    @Test
    void problems_come_as_json_too() throws IOException {
        Path file = Rules.write(folder, "a.drl", Rules.GUARANTEE.replace("ageDays", "agedays"));
        Traffic done = Traffic.run("check", "--json", file);
        assertThat(done.status()).isEqualTo(1);
        Map<String, Object> json = JSON.std.mapFrom(done.out());
        assertThat(json).containsEntry("files", 1);
        assertThat(json.get("problems"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1)
                .first()
                .asString()
                .contains("line=4", file.toString());
    }

    @Test
    void a_missing_path_is_unusable_input() {
        Traffic done = Traffic.run("check", folder.resolve("nowhere"));
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .startsWith(folder.resolve("nowhere") + ":1:1: does not exist")
                .contains("Maybe ");
    }

    @Test
    void a_folder_without_rules_is_unusable_input() {
        Traffic done = Traffic.run("check", folder);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).startsWith(folder + ":1:1: holds no rules").contains("Maybe ");
    }

    @Test
    void another_encoding_is_unusable_input() {
        byte[] text = Rules.GUARANTEE.replace("first week", "\u9996\u5468").getBytes(Charset.forName("GB18030"));
        ScenarioFiles.write(folder, "a.drl", text);
        Traffic done = Traffic.run("check", folder);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .startsWith(folder.resolve("a.drl") + ":2:7: text is not UTF-8")
                .contains("Maybe ");
    }
}
