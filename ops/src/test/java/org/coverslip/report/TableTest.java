package org.coverslip.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that cannot be read is told from one that is not there. */
class TableTest {

    @TempDir Path dir;

    @Test
    void whatIsWrongWithAFileIsSaid() throws Exception {
        Path none = dir.resolve("none.csv");
        assertThatThrownBy(() -> Table.read(none))
                .isInstanceOf(RefusedException.class)
                .hasMessage(none + ": there is no such file; check the path.");
        Path torn = Files.writeString(dir.resolve("torn.csv"), "a,b\n1\n");
        assertThatThrownBy(() -> Table.read(torn))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not a whole CSV table");
    }
}
