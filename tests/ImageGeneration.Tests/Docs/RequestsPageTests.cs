using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace ImageGeneration.Tests.Docs;

public sealed class RequestsPageTests
{
    private static readonly Page _page = Page.Load("docs/requests.md");

    [Fact]
    public void Request_EachMember_HasItsRow()
    {
        var bare = new ImageGenerationRequest { Prompt = "a cat" };
        var members = typeof(ImageGenerationRequest).GetProperties(BindingFlags.Public | BindingFlags.Instance);

        var rows = _page.Rows("## The request");

        Assert.Equal(
            members.Select(member => (member.Name, member.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name)).Order(),
            rows.Select(row => (row[0].Trim('`'), row[1].Trim('`'))).Order());
        foreach (var (member, row) in members.Select(member => (member, rows.Single(row => row[0] == $"`{member.Name}`"))))
        {
            if (member.GetValue(bare) is (int or ImageModel) and var value)
            {
                Assert.Equal(Convert.ToString(value, CultureInfo.InvariantCulture), row[2].Trim('`'));
            }
        }
    }

    [Theory]
    [InlineData("`Style`", typeof(ImageStyle))]
    [InlineData("`QualityEnhancers`", typeof(QualityEnhancer))]
    [InlineData("`OutputFormat`", typeof(ImageFormat))]
    public void Request_WordsOfAMember_AreThoseOfItsType(string member, Type words)
    {
        var row = _page.Rows("## The request").Single(row => row[0] == member);

        Assert.Equal(Enum.GetNames(words), Page.Quoted(row[3]).Select(word => word.Replace("_", "", StringComparison.Ordinal)), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Response_EachMember_IsNamed()
    {
        var named = _page.Rows("## The response").SelectMany(row => Page.Quoted(row[0])).Order();

        Assert.Equal(typeof(ImageGenerationResponse).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(member => member.Name).Order(), named);
    }

    [Fact]
    public void Progress_EachPhase_HasItsRow() =>
        Assert.Equal(
            Enum.GetNames<GenerationPhase>().Order(),
            _page.Rows("## Progress").Select(row => row[0].Trim('`')).Order());
}
