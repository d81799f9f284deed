package org.coverslip.segment.objects;

import java.util.Arrays;

/** Numbers that turn out to stand for the same thing. The smallest of a set stands for it. */
public final class UnionFind {

    private int[] parent = new int[1024];
    private int size;

    /** A new number, by itself. */
    public int add() {
        if (size == parent.length) parent = Arrays.copyOf(parent, size * 2);
        parent[size] = size;
        return size++;
    }

    /** How many numbers there are. */
    public int size() {
        return size;
    }

    /** The number that stands for the set of another. */
    public int find(int i) {
        while (parent[i] != i) {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        return i;
    }

    /** Joins two sets; returns the number that stands for both. */
    public int join(int a, int b) {
        int x = find(a);
        int y = find(b);
        int low = Math.min(x, y);
        parent[Math.max(x, y)] = low;
        return low;
    }
}
