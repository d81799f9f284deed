package org.coverslip.train.loop;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays of batches that the network has seen, for the next ones: a batch of pictures is several
 * megabytes, and a new one of these for every step costs as much as half of what is put into it.
 */
final class SpareArrays {

    private final Map<Integer, Queue<float[]>> byLength = new ConcurrentHashMap<>();

    float[] get(int length) {
        float[] used = queue(length).poll();
        return used == null ? new float[length] : used;
    }

    /** Takes back what nobody looks at any more. */
    void recycle(Batch batch) {
        batch.inputs().values().forEach(t -> queue(t.size()).add(t.floats()));
        batch.targets().values().forEach(t -> queue(t.size()).add(t.floats()));
    }

    private Queue<float[]> queue(int length) {
        return byLength.computeIfAbsent(length, n -> new ConcurrentLinkedQueue<>());
    }
}
