using System.Text.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Tests.Providers.Kit.Reading;

/// <summary>Pictures under names that nobody foresaw: the bytes prove themselves, a link has to look like one.</summary>
public sealed class OutputShapeTests
{
    private const string Png = ProviderTestBed.Png;
    private static readonly byte[] Bytes = Convert.FromBase64String(Png);

    [Theory]
    [InlineData("""{"output_base64":"PNG"}""")]
    [InlineData("""{"artifacts":[{"base64":"PNG","finishReason":"SUCCESS","seed":1}]}""")]
    [InlineData("""[["data:image/png;base64,PNG"]]""")]
    [InlineData("""[[[[[[[["PNG"]]]]]]]]""")]
    [InlineData("""{"ok":true,"payload_out":{"stage_2":{"bild":"PNG"}}}""")]
    [InlineData("""{"outputs":{"9":{"images":[{"filename":"ComfyUI_00001_.png","type":"output","base64":"PNG"}]}}}""")]
    [InlineData("""{"text":"{\"foo\":[{\"bar\":\"PNG\"}]}"}""")]
    [InlineData("""{"foo":"\"PNG\""}""")]
    [InlineData("""{"message":"PNG","status":"ok"}""")]
    [InlineData("""{"picture":"image/png;base64,PNG"}""")]
    [InlineData("""{"picture":"base64,PNG"}""")]
    [InlineData("""{"picture":"b'PNG'"}""")]
    [InlineData("""{"picture":"b\"PNG\""}""")]
    [InlineData("""{"图片":"PNG"}""")]
    [InlineData("""{"message":"PNG"}""")]
    [InlineData("""{"html":"<img src='data:image/png;base64,PNG'>"}""")]
    [InlineData("""{"choices":[{"message":{"content":"![a fox](data:image/png;base64,PNG)"}}]}""")]
    [InlineData("""{"images":{"0":"PNG"}}""")]
    [InlineData("""{"refresh_worker":true,"job_results":{"img_str":"PNG"}}""")]
    [InlineData("""{"":"PNG"}""")]
    [InlineData("""{"image":"data:base64,PNG"}""")]
    [InlineData("""{"result":"{'image': 'PNG', 'seed': 5, 'nsfw': False}"}""")]
    [InlineData("""{"result":"['data:image/png;base64,PNG', None]"}""")]
    [InlineData("""{"input":{"image":"OTHER"},"parameters":{"init_image":"OTHER"},"x":"PNG"}""")]
    public void Read_BytesUnderAnyName_AreFound(string output) => Assert.Equal(Bytes, Assert.Single(Read(output).Images).Bytes?.ToArray());

    [Theory]
    [InlineData("url")]
    [InlineData("unpadded")]
    [InlineData("lines")]
    [InlineData("unpadded lines of the other alphabet")]
    [InlineData("hex")]
    [InlineData("HEX")]
    [InlineData("python")]
    [InlineData("python base64 with line breaks")]
    [InlineData("percent")]
    public void Read_BytesInAnySpelling_AreTheSameBytes(string spelling)
    {
        var lines = Convert.ToBase64String(Bytes, Base64FormattingOptions.InsertLineBreaks);
        var text = spelling switch
        {
            "url" => Png.Replace('+', '-').Replace('/', '_'),
            "unpadded" => Png.TrimEnd('='),
            "lines" => lines,
            "unpadded lines of the other alphabet" => lines.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            "hex" => Convert.ToHexStringLower(Bytes),
            "HEX" => Convert.ToHexString(Bytes),
            "python" => "b'" + string.Concat(Bytes.Select(b => b is > 31 and < 127 and not (byte)'\\' and not (byte)'\'' ? $"{(char)b}" : $"\\x{b:x2}")) + "'",
            "python base64 with line breaks" => "b'" + lines.ReplaceLineEndings("\\n") + "\\n'",
            _ => "data:image/png;base64," + Uri.EscapeDataString(Png),
        };

        using var document = JsonDocument.Parse("{\"result\":{\"whatever\":\"" + JsonEncodedText.Encode(text) + "\"}}");
        var image = Assert.Single(Read(document.RootElement, 1).Images);

        Assert.Equal(Bytes, image.Bytes?.ToArray());
        Assert.Equal("image/png", image.MediaType);
    }

    [Theory]
    [InlineData("""{"image_urls":["https://b.test/a"]}""")]
    [InlineData("""{"result":{"files":[{"url":"https://b.test/a.png","size":17}]}}""")]
    [InlineData("""{"foo":"https://b.test/a.webp"}""")]
    [InlineData("""{"foo":{"bar":["https://b.test/view?filename=ComfyUI_1_.png&type=output"]}}""")]
    [InlineData("""{"generatedPictures":[{"href":"https://b.test/a"}]}""")]
    [InlineData("""{"output":["https://b.test/a"]}""")]
    [InlineData("""{"text":"![a fox](https://b.test/a.png)"}""")]
    [InlineData("""{"url":"'https://b.test/a'"}""")]
    [InlineData("""{"url":"<https://b.test/a>"}""")]
    [InlineData("""{"gifs":[{"filename":"a.gif","data":"https://b.test/a"}]}""")]
    [InlineData("""{"data":[{"b64_json":null,"url":"https://b.test/a"}]}""")]
    [InlineData("""{"message":"Image uploaded to https://b.test/a.png."}""")]
    [InlineData("""{"content":"Here it is:\n\n![a fox](https://b.test/a.png)\n\nSee https://b.test/docs for more."}""")]
    [InlineData("""{"html":"<figure><img alt=\"a fox\" src=\"https://b.test/a.png?x=1&amp;y=2\"></figure>"}""")]
    [InlineData("""{"result":"['https://b.test/a']"}""")]
    [InlineData("""{"images":[{"url":"https://b.test/a"}],"status_url":"https://b.test/s","response_url":"https://b.test/r","dashboard":{"url":"https://b.test/d"}}""")]
    [InlineData("""{"status":"done","media":[{"type":"image","url":"https://b.test/a.jpg"},{"type":"video","url":"https://b.test/b"}]}""")]
    public void Read_LinksThatLookLikeImages_AreFound(string output) => Assert.NotNull(Assert.Single(Read(output).Images).Url);

    [Theory]
    [InlineData("""{"status_page":"https://b.test/jobs/1"}""")]
    [InlineData("""{"model_url":"https://b.test/owner/model"}""")]
    [InlineData("""{"video":"https://b.test/a.mp4"}""")]
    [InlineData("""{"image":"https://b.test/a.mp4"}""")]
    [InlineData("""["https://b.test/weights.safetensors"]""")]
    [InlineData("""{"url":"https://b.test/"}""")]
    [InlineData("""{"input":{"image":"https://b.test/a.png"}}""")]
    [InlineData("""{"parameters":{"init_images":["PNG"]}}""")]
    [InlineData("""{"path":"/workspace/output"}""")]
    [InlineData("""{"message":"PNG","status":"failed"}""")]
    [InlineData("""{"logs":"loading https://b.test/control.png"}""")]
    [InlineData("""{"foo":"Error: could not load https://b.test/control.png"}""")]
    [InlineData("""{"message":"done, see https://b.test/jobs/1"}""")]
    [InlineData("""{"request_id":"r","response_url":"https://b.test/requests/r"}""")]
    [InlineData("""{"foo":"Qk0gaXMgc2hvcnQ="}""")]
    [InlineData("""{"foo":"89504e470d0a1a0a-not-hex"}""")]
    [InlineData("""{"foo":"b'\\x89PN'"}""")]
    public void Read_WhatIsNoResult_IsNone(string output) => Assert.Empty(Read(output).Images);

    [Theory]
    [InlineData("https://b.test/a.png,https://b.test/b.png")]
    [InlineData("https://b.test/a.png\\nhttps://b.test/b.png\\n")]
    [InlineData("https://b.test/a.png; https://b.test/b.png")]
    [InlineData("['https://b.test/a.png', 'https://b.test/b.png']")]
    public void Read_SeveralLinksInOneText_AreSeveralImages(string text) =>
        Assert.Equal(
            ["https://b.test/a.png", "https://b.test/b.png"],
            Read($$"""{"output":"{{text}}"}""", 2).Images.Select(image => image.Url?.ToString()));

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><rect/></svg>")]
    [InlineData("<?xml version='1.0'?><svg width='10' height='10'></svg>")]
    [InlineData("data:image/svg+xml;utf8,<svg width='10' height='10'></svg>")]
    [InlineData("data:image/svg+xml,%3Csvg%20width='10'%20height='10'%3E%3C/svg%3E")]
    public void Read_SvgAsText_IsAnImage(string text)
    {
        var image = Assert.Single(Read($$"""{"svg":"{{text}}"}""").Images);

        Assert.Equal(("image/svg+xml", 10, 10), (image.MediaType, image.Width, image.Height));
        Assert.Equal((byte)'<', image.Bytes!.Value.Span[0]);
    }

    [Theory]
    [InlineData("""{"image":"https://b.test/a.png","model_url":"https://b.test/m"}""", "model_url")]
    [InlineData("""{"image":"https://b.test/a.png","thumbnail":"https://b.test/t.png","config":"https://b.test/c.json"}""", "config")]
    [InlineData("""{"image":"https://b.test/a.png","mask":"https://b.test/m.png","video":"https://b.test/v.mp4","weights":"https://b.test/w.tar","log_url":"https://b.test/l"}""", "log_url, video, weights")]
    [InlineData("""[{"image":"https://b.test/a.png","page":"https://b.test/p"}]""", "page")]
    [InlineData("""["https://b.test/a.png","https://b.test/v.mp4"]""", null)]
    [InlineData("""{"images":["https://b.test/a.png"],"docs":"https://b.test/readme.html"}""", "docs")]
    public void Read_LinksBesideTheImage_AreLeftOutWithAWarning(string output, string? names)
    {
        var found = Read(output);

        Assert.Equal("https://b.test/a.png", Assert.Single(found.Images).Url?.ToString());
        Assert.Contains($"no images were left out{(names is null ? "" : $" ({names})")}.", Assert.Single(found.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["https://b.test/a.png","https://b.test/a.png"]""")]
    [InlineData("""{"image":"https://b.test/a.png","preview_image":"https://b.test/p.png","output":["https://b.test/a.png"]}""")]
    [InlineData("""{"image":"PNG","image_url":"https://b.test/a.png"}""")]
    [InlineData("""{"images":["PNG"],"urls":["https://b.test/a.png"]}""")]
    [InlineData("""{"foo":"PNG","bar":{"again":"data:image/png;base64,PNG"}}""")]
    [InlineData("""{"preview":"PNG","zzz":{"image":"PNG"}}""")]
    [InlineData("""["https://b.test/a.png?X-Amz-Signature=1","https://b.test/a.png?X-Amz-Signature=2"]""")]
    [InlineData("""["HTTPS://B.test/a.png","https://b.test/a.png "]""")]
    [InlineData("""[{"url":"https://b.test/a.png","b64_json":"PNG"}]""")]
    [InlineData("""{"original":"https://b.test/a.png","thumbnail":"https://b.test/t.png"}""")]
    [InlineData("""{"before":"https://b.test/o.png","after":"https://b.test/a.png"}""")]
    [InlineData("""[{"thumbnail":{"url":"https://b.test/t.png"},"image":{"url":"https://b.test/a.png"}}]""")]
    public void Read_Twins_AreOneWithoutAWarning(string output)
    {
        var found = Read(output);

        Assert.Single(found.Images);
        Assert.Empty(found.Warnings);
        Assert.False(found.IsLastResort);
    }

    [Theory]
    [InlineData(1, 4, 4)]
    [InlineData(1, 1000, 5)]
    [InlineData(2, 1000, 6)]
    [InlineData(100, 1000, 104)]
    public void Read_MoreThanAskedFor_IsBoundedByWhatWasAskedFor(int wanted, int made, int kept)
    {
        var found = Read("[" + string.Join(',', Enumerable.Range(0, made).Select(i => $"\"https://b.test/{i}.png\"")) + "]", wanted);

        Assert.Equal(kept, found.Images.Count);
        Assert.Contains($"made {made} images instead of {wanted}", Assert.Single(found.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public void Read_FewerNamedThanAskedFor_AreFilledUpWithWhatProvesItself(int wanted, int kept)
    {
        var found = Read("""{"variation":"PNG","image":"https://b.test/a.png","other":{"third":"https://b.test/c.png"}}""", wanted);

        Assert.Equal(kept, found.Images.Count);
        Assert.Empty(found.Warnings);
    }

    [Fact]
    public void Read_AHundredOfAHundred_AreAllDeliveredWithTheirSeeds()
    {
        var links = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"https://b.test/{i}.png\""));
        var found = Read($$"""{"images":[{{links}}],"seeds":[{{string.Join(',', Enumerable.Range(0, 100))}}]}""", 100);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long?)i), found.Images.Select(image => image.Seed));
        Assert.Empty(found.Warnings);
    }

    [Theory]
    [InlineData("""{"images":["https://b.test/grid.png","https://b.test/1.png","https://b.test/2.png"],"info":"{\"index_of_first_image\":1,\"all_seeds\":[7,8]}"}""")]
    [InlineData("""{"images":["https://b.test/1.png","https://b.test/2.png","https://b.test/map.png"],"info":"{\"index_of_first_image\":0,\"all_seeds\":[7,8]}"}""")]
    [InlineData("""{"images":["https://b.test/g.png","https://b.test/1.png","https://b.test/2.png","https://b.test/c.png","https://b.test/d.png"],"info":{"index_of_first_image":1,"all_seeds":[7,8]}}""")]
    [InlineData("""{"images":[{"filename":"ComfyUI_temp_abc_00001_.png","type":"temp","data":"https://b.test/p"},{"filename":"a.png","data":"https://b.test/1.png","seed":7},{"filename":"b.png","data":"https://b.test/2.png","seed":8}]}""")]
    [InlineData("""{"images":[{"name":"depth_map_0.png","data":"https://b.test/x.png"},{"data":"https://b.test/1.png"},{"data":"https://b.test/2.png"}],"seeds":[1,7,8]}""")]
    [InlineData("""{"images":[{"type":"mask","data":"https://b.test/x.png"},{"type":"image","data":"https://b.test/1.png","seed":7},{"data":"https://b.test/2.png","seed":8}]}""")]
    [InlineData("""{"controlnet":["https://b.test/x.png"],"images":["https://b.test/1.png","https://b.test/2.png"],"seeds":[7,8]}""")]
    [InlineData("""{"images":["https://b.test/view?filename=ComfyUI_temp_x_00001_.png&type=temp","https://b.test/view?filename=compare_00001_.png&type=temp","https://b.test/1.png","https://b.test/2.png"],"seeds":[1,1,7,8]}""")]
    [InlineData("""{"small":"https://b.test/x.png","keypoints_image":"https://b.test/y.png","images":["https://b.test/1.png","https://b.test/2.png"],"seeds":[7,8]}""")]
    [InlineData("""{"outputs":["https://b.test/1.png","https://b.test/2.png","https://b.test/mask.png","https://b.test/canny_0.png"],"seeds":[7,8]}""")]
    public void Read_HelperImages_AreNoResultsAndSeedsFit(string output)
    {
        var found = Read(output, 2);

        Assert.Equal([("https://b.test/1.png", 7L), ("https://b.test/2.png", 8L)], found.Images.Select(image => (image.Url!.ToString(), image.Seed ?? 0)));
        Assert.Empty(found.Warnings);
    }

    [Theory]
    [InlineData("""{"images":[{"filename":"ComfyUI_temp_abc_00001_.png","type":"temp","data":"PNG"}]}""")]
    [InlineData("""{"preview":"PNG"}""")]
    [InlineData("""{"images":["https://b.test/mask.png"]}""")]
    public void Read_OnlyHelpers_AreDeliveredWithAWarning(string output)
    {
        var found = Read(output);

        Assert.Single(found.Images);
        Assert.True(found.IsLastResort);
        Assert.Contains("only images named as previews", Assert.Single(found.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"images":["LINK1","LINK2"],"nsfw_content_detected":[true,false]}""", "FD")]
    [InlineData("""{"images":["LINK1","LINK2"],"has_nsfw_concepts":[false,true]}""", "DF")]
    [InlineData("""{"images":["LINK1","LINK2"],"nsfw":[1,0]}""", "FD")]
    [InlineData("""{"images":[{"url":"LINK1","nsfw":false},{"url":"LINK2","nsfw":true}]}""", "DF")]
    [InlineData("""{"images":[{"url":"LINK1"},{"url":"LINK2","has_nsfw_concepts":[true]}]}""", "DF")]
    [InlineData("""{"images":[null,"LINK2"],"nsfwContentDetected":["True","False"]}""", "FD")]
    [InlineData("""{"artifacts":[{"url":"LINK1.png","finishReason":"CONTENT_FILTERED"},{"url":"LINK2.png","finishReason":"SUCCESS"}]}""", "FD")]
    [InlineData("""{"images":["PNG","PNG"],"nsfw_content_detected":[true,true]}""", "FF")]
    [InlineData("""{"predictions":[{"url":"LINK1"},{"raiFilteredReason":"Unable to show the image."}]}""", "DF")]
    [InlineData("""{"seeds":[5,6],"finish_reasons":["Filter reason: output image",null],"images":["","LINK2"]}""", "FD")]
    [InlineData("""{"data":[{"url":"LINK1","is_image_safe":true},{"url":null,"is_image_safe":false}]}""", "DF")]
    [InlineData("""{"images":["LINK1","LINK2"],"is_safe":[false,true]}""", "FD")]
    [InlineData("""{"images":["LINK1","LINK2"],"finish_reasons":[null,"SUCCESS"],"is_safe":true}""", "DD")]
    [InlineData("""{"images":["LINK1","LINK2"],"nsfw":[0.02,0.4],"flagged":[false,false]}""", "DD")]
    [InlineData("""{"images":["LINK1","LINK2"],"input":{"nsfw":true}}""", "DD")]
    public void Read_FlagPerImage_MarksThatImage(string output, string outcomes)
    {
        var found = Read(output.Replace("LINK", "https://b.test/", StringComparison.Ordinal), 2);

        Assert.Equal(outcomes, string.Concat(found.Images.Select(image => image.Outcome == ImageOutcome.Filtered ? "F" : "D")));
        Assert.All(found.Images, image => Assert.Equal(image.Outcome == ImageOutcome.Filtered, image.Url is null));
    }

    [Theory]
    [InlineData("""{"image":"https://b.test/a.png","nsfw":true}""")]
    [InlineData("""{"image":"PNG","flagged":1}""")]
    [InlineData("""{"predictions":[{"raiFilteredReason":"Unable to show the image."}]}""")]
    [InlineData("""{"predictions":[{"safetyAttributes":{"blocked":true}}]}""")]
    [InlineData("""{"image":"PNG","nsfw":{"detected":true,"score":0.9}}""")]
    [InlineData("""{"data":[{"url":null,"is_image_safe":false}]}""")]
    [InlineData("""{"images":[],"nsfw_content_detected":[true]}""")]
    [InlineData("""{"image":null,"has_nsfw_concepts":true}""")]
    [InlineData("""{"result":{"images":["PNG"],"is_nsfw":[true]}}""")]
    [InlineData("""{"image":"PNG","safety_checker":{"nsfw":[true]}}""")]
    [InlineData("""{"image":"PNG","moderation":{"flagged":true}}""")]
    [InlineData("""{"image":"PNG","metadata":{"has_nsfw_concept":true,"seed":1}}""")]
    public void Read_TheOneImageFlagged_AllIsWithheld(string output) => Assert.True(Read(output).AreAllWithheld);

    [Fact]
    public void Read_FlagBesideTheOutput_MarksTheImage()
    {
        using var document = JsonDocument.Parse("""{"output":["https://b.test/a.png"],"has_nsfw_concepts":[true]}""");

        var found = ImageOutput.Read(document.RootElement.GetProperty("output"), new("runpod", 1, document.RootElement));

        Assert.True(found.AreAllWithheld);
    }

    [Fact]
    public void Read_OneFlagForSeveral_IsAWarning() =>
        Assert.Contains("does not say which", Assert.Single(Read("""{"images":["https://b.test/a.png","https://b.test/b.png"],"nsfw":true}""", 2).Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData("picture", """{"picture":"https://b.test/a","image":"https://b.test/wrong.png"}""")]
    [InlineData("/result/files/1/url", """{"result":{"files":[{"url":"https://b.test/wrong.png"},{"url":"https://b.test/a"}]}}""")]
    [InlineData("/artifacts/blob", """{"artifacts":[{"blob":"https://b.test/a"}]}""")]
    [InlineData("/a~1b/~0c", """{"a/b":{"~c":"https://b.test/a"},"image":"https://b.test/wrong.png"}""")]
    [InlineData("input", """{"input":{"model":"https://b.test/a"}}""")]
    public void Read_MemberNamedBySetting_IsWhereTheImageIs(string setting, string output)
    {
        using var document = JsonDocument.Parse(output);

        var found = ImageOutput.Read(document.RootElement, new("runpod", 1, default, OutputMember.Parse(setting)));

        Assert.Equal("https://b.test/a", Assert.Single(found.Images).Url?.ToString());
    }

    [Fact]
    public void Read_MemberNamedBySettingIsNotThere_AllIsSearched()
    {
        using var document = JsonDocument.Parse("""{"image":"https://b.test/a.png"}""");

        Assert.Single(ImageOutput.Read(document.RootElement, new("runpod", 1, default, OutputMember.Parse("/x/y"))).Images);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("/")]
    [InlineData("/a//b")]
    [InlineData("a/b")]
    [InlineData("/a~2")]
    [InlineData("/a~")]
    public void Parse_NoMember_IsNull(string setting) => Assert.Null(OutputMember.Parse(setting));

    [Theory]
    [InlineData("[1000000]")]
    [InlineData("[1000000,1000000,1000000]")]
    [InlineData("{\\\"a\\\":\\\"http://b.test/none\\\"}")]
    public void Read_ManyTextsThatAreDocuments_AllocatesInProportion(string text)
    {
        var (few, many) = (Allocated(2_000), Allocated(20_000));

        Assert.InRange(many, 0, (12 * few) + 100_000);

        long Allocated(int count)
        {
            using var document = JsonDocument.Parse("[" + string.Concat(Enumerable.Repeat($"\"{text}\",", count)) + "\"https://b.test/a.png\"]");
            var before = GC.GetAllocatedBytesForCurrentThread();

            Assert.Single(Read(document.RootElement, 1).Images);

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Read_Canceled_EndsAtOnce()
    {
        using var document = JsonDocument.Parse("[" + string.Join(',', Enumerable.Repeat("\"[1000000]\"", 5000)) + "]");

        Assert.Throws<OperationCanceledException>(() => ImageOutput.Read(document.RootElement, new("runpod", 1), default, new CancellationToken(true)));
    }

    private static FoundImages Read(string output, int count = 1)
    {
        using var document = JsonDocument.Parse(output
            .Replace("OTHER", "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAEklEQVR42mNk+M9QDwAB/gGBV0cUdAAAAABJRU5ErkJggg==", StringComparison.Ordinal)
            .Replace("PNG", Png, StringComparison.Ordinal));
        return Read(document.RootElement, count);
    }

    private static FoundImages Read(JsonElement output, int count) => ImageOutput.Read(output, new("runpod", count));
}
