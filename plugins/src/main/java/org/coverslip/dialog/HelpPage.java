package org.coverslip.dialog;

/** What the Help button of a dialog shows: every input, its macro key and its meaning. */
final class HelpPage {

    private HelpPage() {}

    static String of(CommandForm form) {
        StringBuilder page = new StringBuilder("<html><h2>");
        page.append(escaped(OwnCommands.title(form.command()))).append("</h2><p>");
        page.append(escaped(form.command().getDescription())).append("</p><dl>");
        for (Field field : form.fields()) {
            page.append("<dt><b>")
                    .append(escaped(field.label()))
                    .append("</b> &nbsp;<tt>")
                    .append(field.key())
                    .append("=</tt></dt><dd>")
                    .append(escaped(field.help()));
            if (!field.choices().isEmpty()) {
                page.append(" One of ").append(escaped(String.join(", ", field.choices())));
                page.append('.');
            }
            page.append("</dd>");
        }
        return page.append("</dl></html>").toString();
    }

    private static String escaped(String text) {
        return text == null ? "" : text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
