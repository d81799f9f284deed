package org.coverslip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Imports go one way: plugins → ops ← engine. */
@AnalyzeClasses(packages = "org.coverslip", importOptions = DoNotIncludeTests.class)
class ArrowsTest {

    private static final String[] OPS = {
        "org.coverslip",
        "org.coverslip.slide..",
        "org.coverslip.tile..",
        "org.coverslip.roi..",
        "org.coverslip.network..",
        "org.coverslip.model..",
        "org.coverslip.classify..",
        "org.coverslip.report.."
    };

    @ArchTest
    static final ArchRule OPS_KNOWS_NEITHER_COMMANDS_NOR_TENSORFLOW =
            noClasses()
                    .that()
                    .resideInAnyPackage(OPS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.coverslip.plugins..",
                            "org.coverslip.app..",
                            "org.coverslip.tensorflow..",
                            "ai.djl..",
                            "org.tensorflow..");

    @ArchTest
    static final ArchRule OPS_OPENS_NO_WINDOW =
            noClasses()
                    .that()
                    .resideInAnyPackage(OPS)
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.awt\\.(Window|Frame|Dialog|Toolkit)|javax\\.swing\\..*|ij\\.gui\\..*Dialog|ij\\.plugin\\.frame\\..*");

    @ArchTest
    static final ArchRule ENGINE_KNOWS_NEITHER_SLIDES_NOR_IMAGEJ =
            noClasses()
                    .that()
                    .resideInAPackage("org.coverslip.tensorflow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.coverslip.slide..",
                            "org.coverslip.plugins..",
                            "org.coverslip.app..",
                            "ij..");

    @ArchTest
    static final ArchRule ONLY_THE_ENGINE_SEES_TENSORFLOW =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.coverslip.tensorflow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "ai.djl..", "org.tensorflow..", "com.google.protobuf..", "io.jhdf..");

    @ArchTest
    static final ArchRule SLIDES_DO_NOT_KNOW_NETWORKS =
            noClasses()
                    .that()
                    .resideInAPackage("org.coverslip.slide..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.coverslip.network..",
                            "org.coverslip.model..",
                            "org.coverslip.classify..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES =
            SlicesRuleDefinition.slices().matching("org.coverslip.(*)..").should().beFreeOfCycles();
}
