package org.coverslip.slide;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Planes decoded when they are asked for, and kept as long as memory lasts. Different planes load
 * at the same time, one plane is never loaded twice at once.
 */
final class SoftPlanes implements IntFunction<RandomAccessibleInterval<? extends RealType<?>>> {

    private final IntFunction<RandomAccessibleInterval<? extends RealType<?>>> decoder;
    private final AtomicReferenceArray<
                    SoftReference<RandomAccessibleInterval<? extends RealType<?>>>>
            cache;
    private final Object[] locks;

    SoftPlanes(int n, IntFunction<RandomAccessibleInterval<? extends RealType<?>>> decoder) {
        this.decoder = decoder;
        cache = new AtomicReferenceArray<>(n);
        locks = new Object[Math.min(n, 64)];
        for (int i = 0; i < locks.length; i++) locks[i] = new Object();
    }

    @Override
    public RandomAccessibleInterval<? extends RealType<?>> apply(int plane) {
        var known = cached(plane);
        if (known != null) return known;
        synchronized (locks[plane % locks.length]) {
            known = cached(plane);
            if (known != null) return known;
            RandomAccessibleInterval<? extends RealType<?>> fresh = decoder.apply(plane);
            cache.set(plane, new SoftReference<>(fresh));
            return fresh;
        }
    }

    private RandomAccessibleInterval<? extends RealType<?>> cached(int plane) {
        var reference = cache.get(plane);
        return reference == null ? null : reference.get();
    }
}
