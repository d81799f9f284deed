package org.coverslip.detect.decode;

import static org.assertj.core.api.Assertions.assertThat;

import ij.process.ByteProcessor;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;
import org.junit.jupiter.api.Test;

/** The outline of a mask runs along its pixels' edges. */
class MaskOutlineTest {

    private static ByteProcessor mask(String... rows) {
        ByteProcessor mask = new ByteProcessor(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length(); x++) {
                if (rows[y].charAt(x) == '#') mask.set(x, y, 255);
            }
        }
        return mask;
    }

    private static Outline outline(String... rows) {
        return MaskOutline.largest(mask(rows)).orElseThrow();
    }

    @Test
    void aPixelIsASquareOfOne() {
        Outline one = outline("...", ".#.", "...");
        assertThat(one.bounds()).isEqualTo(new Box(1, 1, 2, 2));
        assertThat(one.area()).isEqualTo(1);
    }

    @Test
    void whatFillsTheMaskIsTheMask() {
        assertThat(outline("##", "##", "##").bounds()).isEqualTo(new Box(0, 0, 2, 3));
    }

    @Test
    void cornersStayCorners() {
        Outline l = outline("#..", "#..", "###");
        assertThat(l.size()).isEqualTo(6);
        assertThat(l.area()).isEqualTo(5);
    }

    @Test
    void ofSeveralPartsTheLargestIsTaken() {
        Outline large = outline("#....", ".....", "..###", "..###");
        assertThat(large.bounds()).isEqualTo(new Box(2, 2, 5, 4));
    }

    @Test
    void aHoleIsNotTheOutline() {
        Outline ring = outline("####", "#..#", "#..#", "####");
        assertThat(ring.bounds()).isEqualTo(new Box(0, 0, 4, 4));
        assertThat(ring.area()).as("filled").isEqualTo(16);
    }

    /** A long line has the larger box, and less of the object. */
    @Test
    void theLargestPartIsTheOneWithTheMostPixelsNotTheWidestBox() {
        Outline compact =
                outline(
                        "#.....###", //
                        ".#....###",
                        "..#...###",
                        "...#.....",
                        "....#....",
                        ".....#...");
        assertThat(compact.bounds()).isEqualTo(new Box(6, 0, 9, 3));
    }

    @Test
    void anEmptyMaskHasNone() {
        assertThat(MaskOutline.largest(mask("...", "..."))).isEmpty();
    }
}
