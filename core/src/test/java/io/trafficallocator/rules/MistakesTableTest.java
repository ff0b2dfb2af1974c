package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.drools.model.codegen.ExecutableModelProject;
import org.junit.jupiter.api.Test;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;

/**
 * What the author of 20 usual mistakes is told by the engine's two compilers and by the vetting. {@code rules/MISTAKES.md}
 * holds the table: {@code -Dmistakes.write=true} writes it anew, otherwise this fails when it is stale.
 */
class MistakesTableTest {
    private static final Path DOCUMENT = Path.of("../rules/MISTAKES.md");
    private static final String BEGINS = "<!-- written by MistakesTableTest -->\n";
    private static final int LONGEST = 170;
    private static final int MOST_FIRINGS = 10_000;
    private static final AllocationRequest SAMPLES = SampleMerchants.request(1, 400);

    /** Files of {@code bad}, of which none does any harm when it is run. */
    private static final List<String> FILES = List.of(
            "mistake-field",
            "mistake-type",
            "grant-unknown-method",
            "slip-equals",
            "slip-and",
            "slip-range",
            "slip-percent",
            "slip-grant-decimal-comma",
            "slip-bare-word",
            "slip-curly-quotes",
            "mistake-missing-bracket",
            "mistake-type-of-number",
            "mistake-set-equals-text",
            "grant-swapped",
            "grant-boost-below-one",
            "impossible-empty-range",
            "impossible-quality-percent",
            "window-over-before-rule",
            "condition-str-operator",
            "consequence-update");

    /** What somebody says of a mistake, and in which line; 0 when in none. */
    private record Told(String message, int line) {}

    private static String shortened(String message) {
        String text = message.replaceAll("\\s+", " ")
                .replaceAll("(?:[a-z]+\\.)+(?=[A-Z])", "")
                .replaceAll("[0-9A-F]{20,}", "...")
                .replaceAll("\\$\\$Lambda[\\w$/]*", "")
                .replace("|", "\\|")
                .strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST).stripTrailing() + " ...";
    }

    /** The file as the engine needs it, with every line where it was. */
    private static String forEngine(RuleSource source) {
        StringBuilder head = new StringBuilder("package corpus;");
        Vocabulary.imports()
                .forEach(name -> head.append(" import ").append(name).append(';'));
        head.append(" global ").append(Grant.class.getName()).append(' ').append(Vocabulary.GRANT_IN_ENGINE);
        return source.text()
                .replaceFirst("package corpus", Matcher.quoteReplacement(head + ";"))
                .replace("    grant.", "    " + Vocabulary.GRANT_IN_ENGINE + ".");
    }

    private static Told classic(RuleSource source) {
        KnowledgeBuilder builder = KnowledgeBuilderFactory.newKnowledgeBuilder();
        builder.add(
                ResourceFactory.newByteArrayResource(forEngine(source).getBytes(StandardCharsets.UTF_8)),
                ResourceType.DRL);
        if (builder.hasErrors()) {
            List<String> messages = new ArrayList<>();
            int line = 0;
            for (KnowledgeBuilderError error : builder.getErrors()) {
                int at = error.getLines().length == 0 ? 0 : Math.max(0, error.getLines()[0]);
                line = messages.isEmpty() ? at : line;
                messages.add("line " + at + ": " + error.getMessage());
            }
            return new Told(String.join(" ", messages), line);
        }
        return run(RuleCompiler.base(builder));
    }

    private static Told executable(RuleSource source) {
        KieServices services = KieServices.Factory.get();
        KieFileSystem files = services.newKieFileSystem();
        ReleaseId release = services.newReleaseId("test", "mistakes", "1");
        files.generateAndWritePomXML(release);
        files.write("src/main/resources/corpus/" + source.file(), forEngine(source));
        KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
        List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
        if (!errors.isEmpty()) {
            List<String> messages = new ArrayList<>();
            int line = 0;
            for (Message error : errors) {
                boolean isOwn = error.getPath() != null && error.getPath().endsWith(source.file());
                int at = isOwn ? Math.max(0, error.getLine()) : 0;
                line = messages.isEmpty() ? at : line;
                messages.add((isOwn ? "line " + at : "a generated file") + ": " + error.getText());
            }
            return new Told(String.join(" ", messages), line);
        }
        KieBase base = services.newKieContainer(release).getKieBase();
        services.getRepository().removeKieModule(release);
        return run(base);
    }

    /** What compiles may still fail. */
    private static Told run(KieBase base) {
        KieSession session = base.newKieSession();
        try {
            Grants.Builder granted = new Grants.Builder(ImmutableList.of(), ImmutableList.of());
            session.setGlobal(
                    Vocabulary.GRANT_IN_ENGINE,
                    new Grant(SAMPLES, new ProgrammeIndex(SAMPLES), granted, Long.MAX_VALUE));
            RuleEvaluation.context(SAMPLES).forEach(session::insert);
            Cohorts cohorts = new Cohorts(SAMPLES.merchants(), SAMPLES.settings(), Workers.of(1));
            for (int row = 0; row < SAMPLES.merchants().count(); row++) {
                session.insert(new Merchant(cohorts, row));
            }
            int fired = session.fireAllRules(MOST_FIRINGS);
            return new Told(
                    fired < MOST_FIRINGS
                            ? fired == 0 ? "*nothing*; it never fires" : "*nothing*; it fires"
                            : "*nothing*; it fires without end",
                    0);
        } catch (RuntimeException | LinkageError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new Told("*nothing*; at run time: " + root, 0);
        } finally {
            session.dispose();
        }
    }

    private static List<RuleProblem> own(RuleSource source) {
        return RuleBook.check(List.of(source), RuleContext.NOTHING_KNOWN).errors();
    }

    private static String table() {
        List<RuleSource> corpus = Corpus.files("bad");
        StringBuilder table = new StringBuilder(BEGINS)
                .append("| mistake | Drools, classic compiler | Drools, executable model | `traffic check` |\n")
                .append("|---|---|---|---|\n");
        int classicRight = 0;
        int executableRight = 0;
        int classicSilent = 0;
        int executableSilent = 0;
        for (String name : FILES) {
            RuleSource source = corpus.stream()
                    .filter(each -> each.file().equals(name + ".drl"))
                    .findFirst()
                    .orElseThrow();
            RuleProblem own = own(source).get(0);
            Told classic = classic(source);
            Told executable = executable(source);
            classicRight += classic.line == own.line() ? 1 : 0;
            executableRight += executable.line == own.line() ? 1 : 0;
            classicSilent += classic.message.startsWith("*nothing*") ? 1 : 0;
            executableSilent += executable.message.startsWith("*nothing*") ? 1 : 0;
            table.append("| line ")
                    .append(own.line())
                    .append(": `")
                    .append(own.text().strip().replace("|", "\\|"))
                    .append("` | ")
                    .append(shortened(classic.message))
                    .append(" | ")
                    .append(shortened(executable.message))
                    .append(" | ")
                    .append(own.line() + ":" + own.column() + ": "
                            + own.message().replace("|", "\\|"))
                    .append(" |\n");
        }
        int count = FILES.size();
        String all = " of " + count;
        return table.append("\nTold in the line of the mistake: ")
                .append(classicRight + all + ", " + executableRight + all + ", " + count + all)
                .append(". Compiled without a word: ")
                .append(classicSilent + ", " + executableSilent + ", 0.\n")
                .toString();
    }

    @Test
    void the_document_says_what_is_told() throws IOException {
        String document = Files.readString(DOCUMENT);
        String before = document.substring(0, document.indexOf(BEGINS));
        String table = OwnLoader.call(MistakesTableTest::table);
        if (Boolean.getBoolean("mistakes.write")) {
            Files.writeString(DOCUMENT, before + table);
            document = before + table;
        }
        assertThat(document)
                .as("stale: mvn -pl core test -Dtest=MistakesTableTest -Dmistakes.write=true")
                .isEqualTo(before + table);
        assertThat(FILES).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void each_mistake_is_told_once_in_its_line_and_column() {
        for (RuleSource source : Corpus.files("bad")) {
            if (FILES.contains(source.file().replace(".drl", ""))) {
                assertThat(own(source)).as(source.file()).singleElement().satisfies(problem -> {
                    assertThat(problem.column()).isPositive();
                    assertThat(problem.message()).contains("Maybe ");
                });
            }
        }
    }
}
