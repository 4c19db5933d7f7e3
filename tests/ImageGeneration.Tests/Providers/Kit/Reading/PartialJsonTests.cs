using System.Text;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Tests.Providers.Kit.Reading;

public sealed class PartialJsonTests
{
    [Theory]
    [InlineData("""{"id":"abc","status":"star""", "abc")]
    [InlineData("""{"input":{"id":"inner","list":[{"id":"x"}]},"id":"abc","urls":{""", "abc")]
    [InlineData("""{"id":"abc"}""", "abc")]
    [InlineData("""{"id":"ab""", null)]
    [InlineData("""{"input":{"id":"inner"}""", null)]
    [InlineData("""{"id":17,"status":""", "17")]
    [InlineData("""{"id":17""", null)]
    [InlineData("""{"id":1.5,"status":""", null)]
    [InlineData("""{"id":"\ud800","status":""", null)]
    [InlineData("""[{"id":"abc"},""", null)]
    [InlineData("<html>{\"id\":\"abc\"}", null)]
    [InlineData("", null)]
    public void Text_DocumentThatBreaksOff_IsReportedOnlyWhenItIsWhole(string document, string? id) =>
        Assert.Equal(id, PartialJson.ReadText(Encoding.UTF8.GetBytes(document), "id"u8));
}
