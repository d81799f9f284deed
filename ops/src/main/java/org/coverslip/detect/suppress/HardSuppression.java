package org.coverslip.detect.suppress;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.detect.BoxIndex;
import org.coverslip.detect.Detection;

/**
 * Greedy non-maximum suppression: the best detection stays, those that overlap it go, and so on.
 *
 * @param iou detections overlapping a better one by more than this go; 0 to 1
 * @param agnostic whether a detection also suppresses those of other classes
 * @param most how many stay at most
 */
public record HardSuppression(double iou, boolean agnostic, int most) implements Suppression {

    /** YOLO's defaults. */
    public static final HardSuppression DEFAULT = new HardSuppression(0.45, false, 300);

    @Override
    public List<Detection> apply(List<Detection> found) {
        List<Detection> kept = new ArrayList<>();
        BoxIndex index = new BoxIndex();
        for (Detection candidate : Ranking.of(found)) {
            if (kept.size() >= most) break;
            if (isCovered(candidate, kept, index)) continue;
            index.add(kept.size(), candidate.box());
            kept.add(candidate);
        }
        return kept;
    }

    private boolean isCovered(Detection candidate, List<Detection> kept, BoxIndex index) {
        return index.any(
                candidate.box(),
                i -> {
                    Detection better = kept.get(i);
                    return (agnostic || better.label() == candidate.label())
                            && better.box().iou(candidate.box()) > iou;
                });
    }
}
