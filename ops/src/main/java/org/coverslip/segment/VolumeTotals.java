package org.coverslip.segment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.coverslip.report.FloatMap;
import org.coverslip.segment.volume.VolumeRun;
import org.coverslip.segment.volume.VoxelPass;
import org.coverslip.tile.Placement;

/** What the points in time of a stack add up to. */
final class VolumeTotals {

    final long[] voxels;
    final long[] objects;
    final long[][] regionVoxels;
    final long[][] regionObjects;
    final long[] regionAnalysed;
    final Set<String> notes = new LinkedHashSet<>();
    final List<FloatMap> maps = new ArrayList<>();
    long analysed;
    int tiles;
    int failed;
    String firstFault = "";

    /**
     * @param classes how many
     * @param regions how many
     */
    VolumeTotals(int classes, int regions) {
        voxels = new long[classes];
        objects = new long[classes];
        regionVoxels = new long[regions][classes];
        regionObjects = new long[regions][classes];
        regionAnalysed = new long[regions];
    }

    /** Adds a point in time. */
    void add(VoxelPass pass, int tilesDone, VolumeRun.Outcome outcome, Placement placement) {
        analysed += pass.analysed();
        sum(voxels, pass.voxels());
        for (int r = 0; r < regionVoxels.length; r++) {
            regionAnalysed[r] += pass.regionAnalysed()[r];
            sum(regionVoxels[r], pass.regionVoxels()[r]);
        }
        tiles += tilesDone;
        failed += outcome.failed();
        if (firstFault.isEmpty()) firstFault = outcome.firstFault();
        maps.add(pass.peaks().map(placement));
    }

    private static void sum(long[] into, long[] values) {
        for (int i = 0; i < into.length; i++) into[i] += values[i];
    }
}
