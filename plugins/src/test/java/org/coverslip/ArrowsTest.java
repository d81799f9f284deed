package org.coverslip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Imports go one way: plugins → ops ← engine. */
class ArrowsTest {

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .importPackages("org.coverslip");

    private static final String[] OPS = {
        "org.coverslip",
        "org.coverslip.slide..",
        "org.coverslip.tile..",
        "org.coverslip.roi..",
        "org.coverslip.synthetic..",
        "org.coverslip.geojson..",
        "org.coverslip.network..",
        "org.coverslip.model..",
        "org.coverslip.classify..",
        "org.coverslip.report..",
        "org.coverslip.job..",
        "org.coverslip.evaluate..",
        "org.coverslip.explain..",
        "org.coverslip.words..",
        "org.coverslip.train..",
        "org.coverslip.density..",
        "org.coverslip.segment..",
        "org.coverslip.detect.."
    };

    @Test
    void opsKnowsNeitherCommandsNorTensorflow() {
        ArchRule rule =
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
        rule.check(CODE);
    }

    @Test
    void opsOpensNoWindow() {
        ArchRule rule =
                noClasses()
                        .that()
                        .resideInAnyPackage(OPS)
                        .should()
                        .dependOnClassesThat()
                        .haveNameMatching(
                                "java\\.awt\\.(Window|Frame|Dialog|Toolkit)|javax\\.swing\\..*|ij\\.gui\\..*Dialog|ij\\.plugin\\.frame\\..*");
        rule.check(CODE);
    }

    @Test
    void engineKnowsNeitherSlidesNorImagej() {
        ArchRule rule =
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
        rule.check(CODE);
    }

    @Test
    void onlyTheEngineSeesTensorflow() {
        ArchRule rule =
                noClasses()
                        .that()
                        .resideOutsideOfPackage("org.coverslip.tensorflow..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "ai.djl..",
                                "org.tensorflow..",
                                "com.google.protobuf..",
                                "io.jhdf..");
        rule.check(CODE);
    }

    @Test
    void slidesDoNotKnowNetworks() {
        ArchRule rule =
                noClasses()
                        .that()
                        .resideInAPackage("org.coverslip.slide..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.coverslip.network..",
                                "org.coverslip.model..",
                                "org.coverslip.classify..");
        rule.check(CODE);
    }

    @Test
    void packagesFormNoCycles() {
        ArchRule rule =
                SlicesRuleDefinition.slices()
                        .matching("org.coverslip.(*)..")
                        .should()
                        .beFreeOfCycles();
        rule.check(CODE);
    }
}
