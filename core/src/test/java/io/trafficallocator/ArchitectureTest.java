package io.trafficallocator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** Holds the layout law: reading order = dependency order = execution order. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "io.trafficallocator";

    /** The stages from left to right; each may see only those before it, and the facade sees all. */
    private static final List<String> STAGES =
            List.of("parallel", "model", "rules", "entitlements", "budget", "solve", "plan", "serve", "explain");

    private static final String RULES = ROOT + ".rules..";
    private static final String SOLVE = ROOT + ".solve..";

    @ArchTest
    static void stages_see_only_what_is_on_their_left(JavaClasses core) {
        for (int stage = 0; stage < STAGES.size(); stage++) {
            List<String> right = new ArrayList<>();
            for (String later : STAGES.subList(stage + 1, STAGES.size())) {
                right.add(ROOT + "." + later + "..");
            }
            right.add(ROOT);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + STAGES.get(stage) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(right.toArray(String[]::new))
                    .because("a stage takes the value of the stage before and knows nothing of those after it")
                    .allowEmptyShould(true)
                    .check(core);
        }
    }

    @ArchTest
    static void every_class_belongs_to_a_stage_or_to_the_facade(JavaClasses core) {
        List<String> known = new ArrayList<>(List.of(ROOT));
        STAGES.forEach(stage -> known.add(ROOT + "." + stage + ".."));
        classes().should().resideInAnyPackage(known.toArray(String[]::new)).check(core);
    }

    @ArchTest
    static final ArchRule only_the_rules_stage_sees_the_engine = noClasses()
            .that()
            .resideOutsideOfPackage(RULES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.drools..", "org.kie..", "org.mvel2..", "com.github.javaparser..")
            .because("the engine is an implementation of one stage, and can be exchanged there");

    @ArchTest
    static final ArchRule the_solver_sees_only_the_language_and_its_left = noClasses()
            .that()
            .resideInAPackage(SOLVE)
            .should()
            .dependOnClassesThat(not(resideInAnyPackage(whatTheSolverMaySee())))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("it is a pure function: no input, no output, no logging, no engine")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_solver_reads_no_clock_and_no_environment = noClasses()
            .that()
            .resideInAPackage(SOLVE)
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "the target is now() of java.time, or of System and not arraycopy()",
                    ArchitectureTest::readsClockOrEnvironment))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .because("the same input must give the same plan")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_package_hides_behind_a_name_without_meaning = noClasses()
            .should()
            .resideInAnyPackage("..impl..", "..util..", "..common..")
            .because("a name must say what is inside");

    @ArchTest
    static void every_package_is_null_marked(JavaClasses core) {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : core) {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(home.getName());
            }
        }
        assertThat(unmarked)
                .as("packages without a package-info.java that says @NullMarked")
                .isEmpty();
    }

    private static String[] whatTheSolverMaySee() {
        List<String> seen = new ArrayList<>(List.of(
                "java.lang..",
                "java.math..",
                "java.time..",
                "java.util..",
                "org.jspecify.annotations..",
                "com.google.common.math..",
                "com.google.common.primitives.."));
        STAGES.subList(0, STAGES.indexOf("solve") + 1).forEach(stage -> seen.add(ROOT + "." + stage + ".."));
        return seen.toArray(String[]::new);
    }

    private static boolean readsClockOrEnvironment(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return owner.isEquivalentTo(System.class)
                ? !access.getName().equals("arraycopy")
                : owner.getPackageName().startsWith("java.time")
                        && access.getName().equals("now");
    }
}
