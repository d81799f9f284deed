package org.coverslip.plugins;

import ij.Prefs;
import java.util.Locale;
import java.util.Optional;

/**
 * How fast a command was the last time, on this machine with the model of that time: what an
 * estimate for the next run can rest on. ImageJ keeps it with its preferences.
 *
 * @param perSecond units per second
 * @param unit for example {@code tiles}
 */
public record Pace(double perSecond, String unit) {

    private static final String KEY = "coverslip.pace.";

    /** The pace of a task's last run, if it was in these units. */
    public static Optional<Pace> of(String task, String unit) {
        double perSecond = Prefs.get(key(task, unit), 0.0);
        return perSecond > 0 ? Optional.of(new Pace(perSecond, unit)) : Optional.empty();
    }

    void remember(String task) {
        Prefs.set(key(task, unit), perSecond);
    }

    /** How long so many units take, in words. */
    public String time(double units) {
        double seconds = units / perSecond;
        long s = Math.round(seconds);
        if (s < 100) return Math.max(1, s) + " s";
        return s < 6000 ? (s + 30) / 60 + " min" : String.format(Locale.ROOT, "%.1f h", s / 3600.0);
    }

    private static String key(String task, String unit) {
        return KEY + task.replaceAll("\\W+", "_").toLowerCase(Locale.ROOT) + '.' + unit;
    }
}
