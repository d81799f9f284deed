package org.coverslip.updatesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.parsington.ExpressionParser;

/** The checksums that Fiji's updater compares. */
class ChecksumTest {

    private static final String PROPERTIES = "META-INF/maven/g/a/pom.properties";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir Path dir;

    /** The value that imagej-updater 2.0.1 wrote when it uploaded this jar. */
    @Test
    void ofAJarFromMavenCentralIsTheUpdaters() throws Exception {
        Path jar =
                Path.of(
                        ExpressionParser.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        assertThat(Files.size(jar)).isEqualTo(47987);
        assertThat(Checksum.of(new SitePath("jars/parsington-3.1.0.jar"), jar))
                .isEqualTo("b71337ba1b78c9c383b0a386b47593b87ab5b237");
    }

    /** printf 'macros/a.ijm' | cat - <(printf 'print("x");') | sha1sum. */
    @Test
    void ofAnyOtherFileIsOfItsPathAndItsBytes() throws Exception {
        Path file = Files.writeString(dir.resolve("a.ijm"), "print(\"x\");");
        assertThat(Checksum.of(new SitePath("macros/a.ijm"), file))
                .isEqualTo("33b0573fc0f58be77bef8ade0a1ce73310a4a433");
        assertThat(Checksum.of(new SitePath("macros/b.ijm"), file))
                .isNotEqualTo(Checksum.of(new SitePath("macros/a.ijm"), file));
    }

    @Test
    void aRebuiltJarIsTheSame() throws Exception {
        Path one =
                TestJar.of(
                        dir.resolve("1.jar"),
                        "b.txt",
                        "content",
                        PROPERTIES,
                        "#Generated\n#Mon\nversion=1\n",
                        MANIFEST,
                        "Built-By: me\n");
        Path two =
                TestJar.of(
                        dir.resolve("2.jar"),
                        MANIFEST,
                        "Built-By: you\nMain-Class: x\n",
                        PROPERTIES,
                        "#Made\n#Tuesday noon\nversion=1\n",
                        "b.txt",
                        "content");
        assertThat(jar(one)).isEqualTo(jar(two));
    }

    @Test
    void anotherContentIsAnother() throws Exception {
        Path one = TestJar.of(dir.resolve("1.jar"), PROPERTIES, "#a\nversion=1\n");
        Path two = TestJar.of(dir.resolve("2.jar"), PROPERTIES, "#a\nversion=2\n");
        Path elsewhere = TestJar.of(dir.resolve("3.jar"), "x/pom.properties", "#a\nversion=1\n");
        assertThat(jar(one)).isNotEqualTo(jar(two)).isNotEqualTo(jar(elsewhere));
    }

    /** The updater takes a comment after an empty line for content. */
    @Test
    void aCommentAfterAnEmptyLineCounts() throws Exception {
        Path one = TestJar.of(dir.resolve("1.jar"), "a.properties", "\n#a\nx=1\n");
        Path two = TestJar.of(dir.resolve("2.jar"), "a.properties", "\n#b\nx=1\n");
        assertThat(jar(one)).isNotEqualTo(jar(two));
    }

    private static String jar(Path file) throws Exception {
        return Checksum.of(new SitePath("jars/x.jar"), file);
    }
}
