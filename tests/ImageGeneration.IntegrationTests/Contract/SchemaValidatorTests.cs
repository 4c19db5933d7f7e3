using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Contract;

public sealed class SchemaValidatorTests
{
    private const string Document = """
        {"defs":{"job":{"type":"object","required":["id","status"],"additionalProperties":false,"properties":{
          "id":{"type":"string"},
          "status":{"type":"string","enum":["starting","done"]},
          "error":{"type":"string","nullable":true},
          "at":{"type":"string","format":"date-time"},
          "link":{"type":"string","format":"uri"},
          "size":{"type":"integer"},
          "loose":{"type":"object","properties":{"a":{"type":"integer"}}},
          "open":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":true},
          "free":{"type":"object"},
          "version":{"oneOf":[{"type":"string"},{"type":"string","enum":["hidden"]}]},
          "next":{"type":"array","items":{"$ref":"#/defs/job"}}}}}}
        """;

    [Theory]
    [InlineData("""{"id":"a","status":"done","error":null,"at":"2026-01-01T00:00:00Z","link":"https://x.test/","size":1}""", "")]
    [InlineData("""{"id":"a","status":"done","version":"hidden"}""", "")]
    [InlineData("""{"id":"a"}""", "$.status is missing")]
    [InlineData("""{"id":1,"status":"done"}""", "$.id is Number, not string")]
    [InlineData("""{"id":"a","status":"over"}""", """$.status is "over", not one of ["starting","done"]""")]
    [InlineData("""{"id":null,"status":"done"}""", "$.id is Null, not string")]
    [InlineData("""{"id":"a","status":"done","at":"now"}""", "$.at is no date-time: now")]
    [InlineData("""{"id":"a","status":"done","link":"x"}""", "$.link is no uri: x")]
    [InlineData("""{"id":"a","status":"done","size":1.5}""", "$.size is Number, not integer")]
    [InlineData("""{"id":"a","status":"done","version":1}""", "$.version fits none of oneOf")]
    [InlineData("""{"id":"a","status":"done","other":1}""", "$.other is not declared")]
    [InlineData("""{"id":"a","status":"done","next":[{"id":"b"}]}""", "$.next[0].status is missing")]
    [InlineData("""{"id":"a","status":"done","loose":{"a":1,"b":2}}""", "$.loose.b is not declared")]
    [InlineData("""{"id":"a","status":"done","open":{"a":1,"b":2},"free":{"b":2}}""", "")]
    [InlineData("""{"id":"a","status":"done","loose":{"known":2}}""", "")]
    public void Check_OfAValue_NamesWhatIsWrong(string value, string complaint)
    {
        using var document = JsonDocument.Parse(Document);
        var schema = document.RootElement.GetProperty("defs").GetProperty("job");
        using var json = JsonDocument.Parse(value);

        var complaints = new SchemaValidator(document.RootElement, "known").Check(json.RootElement, schema);

        Assert.Equal(complaint, string.Join("; ", complaints));
    }
}
