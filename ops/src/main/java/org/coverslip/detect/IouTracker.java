package org.coverslip.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives the objects of a movie numbers that stay the same from frame to frame (Bochinski et al.
 * 2017, "High-speed tracking-by-detection without using image information"): an object continues
 * the track whose last box it overlaps most. A track that is not seen for some frames ends.
 */
public final class IouTracker {

    private final double least;
    private final int patience;
    private final List<Track> open = new ArrayList<>();
    private int next = 1;
    private int frame;

    /**
     * @param least overlap of a track's last box and the next one, above 0 to 1
     * @param patience frames that an object may be hidden
     */
    public IouTracker(double least, int patience) {
        this.least = least;
        this.patience = patience;
    }

    private static final class Track {
        private final int id;
        private final int label;
        private Box last;
        private int seen;

        Track(int id, int label) {
            this.id = id;
            this.label = label;
        }
    }

    private record Pair(int track, int detection, double iou) {}

    /**
     * The next frame.
     *
     * @param found its objects
     * @return the number of each, from 1
     */
    public int[] next(List<Detection> found) {
        frame++;
        open.removeIf(t -> frame - t.seen > patience + 1);
        List<Pair> pairs = new ArrayList<>();
        for (int t = 0; t < open.size(); t++) {
            for (int d = 0; d < found.size(); d++) {
                if (open.get(t).label != found.get(d).label()) continue;
                double iou = open.get(t).last.iou(found.get(d).box());
                if (iou >= least) pairs.add(new Pair(t, d, iou));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
        int[] ids = new int[found.size()];
        boolean[] continued = new boolean[open.size()];
        for (Pair pair : pairs) {
            if (continued[pair.track] || ids[pair.detection] != 0) continue;
            continued[pair.track] = true;
            ids[pair.detection] = see(open.get(pair.track), found.get(pair.detection));
        }
        for (int d = 0; d < ids.length; d++) {
            if (ids[d] != 0) continue;
            Track track = new Track(next++, found.get(d).label());
            open.add(track);
            ids[d] = see(track, found.get(d));
        }
        return ids;
    }

    private int see(Track track, Detection detection) {
        track.last = detection.box();
        track.seen = frame;
        return track.id;
    }
}
