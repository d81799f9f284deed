package org.coverslip.updatesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where files may lie, and which of them Fiji's updater sees. */
class SitePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../evil.jar",
                "jars/../../evil.jar",
                "/etc/passwd",
                "C:/Windows/x.dll",
                "jars\\..\\x.jar",
                "jars//x.jar",
                "jars/.hidden.jar",
                "jars/x\u0000.jar",
                "jars/<x>.jar"
            })
    void aPathThatLeavesTheFolderIsRefused(String path) {
        assertThatThrownBy(() -> new SitePath(path))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not a path below the ImageJ folder");
    }

    @Test
    void theUpdaterSeesWhatItsFoldersHold() {
        assertThat(new SitePath("jars/coverslip/engine/a.jar").isTracked()).isTrue();
        assertThat(new SitePath("lib/linux64/coverslip/a.jar").isTracked()).isTrue();
        assertThat(new SitePath("macros/coverslip/a.ijm").isTracked()).isTrue();
        assertThat(new SitePath("licenses/coverslip/MIT.txt").isTracked()).isTrue();
        assertThat(new SitePath("macros/coverslip/a.groovy").isTracked()).isFalse();
        assertThat(new SitePath("jars/coverslip/readme.txt").isTracked()).isFalse();
        assertThat(new SitePath("docs/a.jar").isTracked()).isFalse();
        assertThat(new SitePath("a.jar").isTracked()).isFalse();
    }

    @Test
    void aVersionIsNoPartOfTheName() {
        assertThat(new SitePath("jars/coverslip/coverslip-ops-0.1.0-SNAPSHOT.jar").unversioned())
                .isEqualTo("jars/coverslip/coverslip-ops.jar");
        assertThat(
                        new SitePath(
                                        "lib/linux64/coverslip/tensorflow-core-native-linux-x86_64-1.0.0-rc.1.jar")
                                .unversioned())
                .isEqualTo("lib/linux64/coverslip/tensorflow-core-native-linux-x86_64.jar");
    }
}
