package org.coverslip.dialog;

import java.awt.Component;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Label;
import java.awt.Panel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The fields of a command so that they fit a screen of 1280 x 800: paths over the whole width, each
 * with its sentence below; the others in one column with their sentences to the right, or, where
 * there are many, in two or three without.
 */
final class FieldPanel {

    /** Width of all text, pixels. */
    static final int WIDE = 640;

    private static final int MOST_IN_ONE_COLUMN = 9;
    private static final int MOST_IN_TWO_COLUMNS = 18;
    private static final int BESIDE = 330;
    private static final int ALL = 5;

    private final CommandForm form;
    private final Font small;
    private final Panel panel = new Panel(new GridBagLayout());
    private final List<FieldRow> rows = new ArrayList<>();
    private final Map<FieldRow, NoteLine> notes = new LinkedHashMap<>();

    /**
     * @param typed called with each field's new text
     */
    FieldPanel(CommandForm form, Font small, BiConsumer<Field, String> typed) {
        this.form = form;
        this.small = small;
        for (Field field : form.fields()) {
            rows.add(new FieldRow(field, form.text(field.key()), t -> typed.accept(field, t)));
        }
        int y = 0;
        for (FieldRow row : rows) if (row.field().kind().isPath()) y = path(row, y);
        List<FieldRow> plain = rows.stream().filter(r -> !r.field().kind().isPath()).toList();
        if (plain.size() > MOST_IN_ONE_COLUMN) columns(y, plain);
        else column(y, plain);
    }

    Panel panel() {
        return panel;
    }

    List<FieldRow> rows() {
        return rows;
    }

    private int path(FieldRow row, int y) {
        NoteLine note = new NoteLine(WIDE - 100, 2, small);
        notes.put(row, note);
        label(row, 0, y);
        add(row.component(), 1, y, ALL);
        add(note, 1, y + 1, ALL);
        return y + 2;
    }

    private void column(int from, List<FieldRow> plain) {
        int y = from;
        for (FieldRow row : plain) {
            NoteLine note = new NoteLine(BESIDE, 1, small);
            notes.put(row, note);
            label(row, 0, y);
            add(row.component(), 1, y, 1);
            add(note, 2, y++, ALL);
        }
    }

    private void columns(int from, List<FieldRow> plain) {
        int columns = plain.size() > MOST_IN_TWO_COLUMNS ? 3 : 2;
        int high = (plain.size() + columns - 1) / columns;
        for (int i = 0; i < plain.size(); i++) {
            int x = 2 * (i / high);
            int y = from + i % high;
            label(plain.get(i), x, y);
            add(plain.get(i).component(), x + 1, y, 1);
        }
    }

    private void label(FieldRow row, int x, int y) {
        panel.add(new Label(row.field().label()), at(x, y, 1, GridBagConstraints.EAST));
    }

    private void add(Component component, int x, int y, int width) {
        panel.add(component, at(x, y, width, GridBagConstraints.WEST));
    }

    private static GridBagConstraints at(int x, int y, int width, int anchor) {
        Insets insets = new Insets(1, 4, 1, 4);
        int fill = GridBagConstraints.NONE;
        return new GridBagConstraints(x, y, width, 1, 0, 0, anchor, fill, insets, 0, 0);
    }

    /**
     * Shows what the form says of each field now.
     *
     * @return the first fault of a field that has no line of its own
     */
    Note refresh() {
        Note first = Note.NONE;
        for (FieldRow row : rows) {
            row.offer(form.suggestions(row.field()));
            Note note = form.note(row.field());
            row.mark(note.fault());
            NoteLine own = notes.get(row);
            if (own != null) own.show(note);
            else if (note.fault() && !first.fault()) first = note;
        }
        return first;
    }
}
