using ImageGeneration.Redaction;

namespace ImageGeneration.Tests.Redaction;

public sealed class SingleLineTests
{
    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData("image/png\r\nSet-Cookie: a", "image/png Set-Cookie: a")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b[2J\u001b[1;1Hgone", "gone")]
    [InlineData("\u001b]0;title\u0007word", "word")]
    [InlineData("\u001b]8;;https://evil.test\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u001b", "")]
    [InlineData("cut \u001b[", "cut [")]
    [InlineData("safe\u202egnp.exe", "safe gnp.exe")]
    [InlineData("\u2066a\u2069 \u200eb\u200f", "a b")]
    [InlineData("zero\u200b\u200cwidth\ufeff", "zero width")]
    [InlineData("line\u2028paragraph\u2029next\u0085end", "line paragraph next end")]
    [InlineData("tab\tbell\a back\b null\0end", "tab bell back null end")]
    [InlineData("tags \U000E0041\U000E0042", "tags")]
    [InlineData("blank\u3164\u2800name", "blank name")]
    [InlineData("  two   blanks  ", "two blanks")]
    [InlineData("Flußpferd 雪 🦊", "Flußpferd 雪 🦊")]
    public void Of_AnyText_IsOneLineThatCanBeShown(string text, string expected) => Assert.Equal(expected, SingleLine.Format(text));

    [Fact]
    public void Of_LongText_IsNoLongerThanTheLimit()
    {
        Assert.Equal(new string('a', 49) + "…", SingleLine.Format(new string('a', 51), 50));
        Assert.True(SingleLine.Format(string.Concat(Enumerable.Repeat("\ud83e\udd8a \n", 5000)), 50).Length <= 50);
        Assert.True(SingleLine.Format(string.Concat(Enumerable.Repeat("a\u0301\u0302 ", 5000)), 50).Length <= 50);
    }

    // The attribute above could not hold it.
    [Fact]
    public void Of_HalfAPair_ShowsThatOneIsMissing() => Assert.Equal("half \ufffd pair", SingleLine.Format("half \ud83e pair"));

    [Fact]
    public void Of_EveryCharacter_LeavesNoneThatIsNotDrawn()
    {
        var all = string.Concat(Enumerable.Range(0, 0x110000).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32));

        var line = SingleLine.Format(all, int.MaxValue);

        Assert.DoesNotContain(line, c => char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format or
            System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
    }

    [Fact]
    public void Of_OneLine_IsTheSameText()
    {
        var text = "owner/name:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";

        Assert.Same(text, SingleLine.Format(text));
    }
}
