using System.Text;
using System.Text.Json;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers.Kit.Reading;

public sealed class ReplyTextsTests
{
    [Fact]
    public void TakeOut_LongTextsAmongOthers_AreFoundByTheirWords()
    {
        var (first, second) = (new string('A', 70_000), new string('B', 80_000) + "\\u0041");
        var document = Bytes($$"""{"a":"{{first}}","short":"x","list":[1,"{{second}}"]}""");

        var brief = ReplyTexts.TakeOut(document, out var texts);

        Assert.InRange(brief.Length, 1, 200);
        Assert.Equal(first.Length + second.Length, texts.Bytes);
        using var json = JsonDocument.Parse(brief);
        Assert.Equal($"\"{first}\"", Encoding.UTF8.GetString(texts.Raw(json.RootElement.GetProperty("a"))));
        Assert.Equal($"\"{second}\"", Encoding.UTF8.GetString(texts.Raw(json.RootElement.GetProperty("list")[1])));
        Assert.Equal("\"x\"", Encoding.UTF8.GetString(texts.Raw(json.RootElement.GetProperty("short"))));
    }

    [Theory]
    [InlineData("data:;long-text/1")]
    [InlineData("data:;long-text/-1")]
    [InlineData("data:;long-text/99999999999")]
    [InlineData("data:;long-text/")]
    public void Raw_AWordThatStandsForNothing_IsItself(string word)
    {
        var brief = ReplyTexts.TakeOut(Bytes($$"""["{{word}}","{{new string('A', 70_000)}}"]"""), out var texts);

        using var json = JsonDocument.Parse(brief);

        Assert.Equal($"\"{word}\"", Encoding.UTF8.GetString(texts.Raw(json.RootElement[0])));
    }

    /// <summary>A traceback has blanks in it, and belongs into the message.</summary>
    [Fact]
    public void TakeOut_LongWords_StayInTheDocument()
    {
        var document = Bytes($$"""{"error":"CUDA out of memory {{new string('x', 70_000)}}"}""");

        Assert.Equal(document.Length, ReplyTexts.TakeOut(document, out var texts).Length);
        Assert.Equal(0, texts.Bytes);
    }

    [Theory]
    [InlineData("FAILED", "error")]
    [InlineData("COMPLETED", "output")]
    public async Task Generate_LongTextThatIsNoImage_IsDataInTheMessage(string status, string member)
    {
        var wire = new WireApplication("runpod")
        {
            Answer = _ => WireApplication.Json($$"""{"id":"a","status":"{{status}}","{{member}}":"{{new string('~', 1_200_000)}}"}"""),
        };

        var failure = await wire.FailAsync();

        Assert.Contains("[data]", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("long-text", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
