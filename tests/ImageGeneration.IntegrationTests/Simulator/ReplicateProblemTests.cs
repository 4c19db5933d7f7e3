using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

/// <summary>The error bodies that Replicate has been seen to send, word for word, whatever the request would have been worth.</summary>
public sealed class ReplicateProblemTests
{
    private const string InvalidInput =
        """{"detail":"- input: prompt is required\n- input.num_inference_steps: Must be less than or equal to 4\n","status":422,"ti"""
        + """tle":"Input validation failed","invalid_fields":[{"type":"required","field":"input","description":"prompt is required"},"""
        + """{"type":"number_lte","field":"input.num_inference_steps","description":"Must be less than or equal to 4"}]}""";

    private const string UnknownMember =
        """{"detail":"- version is required\n- Additional property model is not allowed\n","status":422,"ti"""
        + """tle":"Input validation failed","invalid_fields":[{"type":"required","field":"","description":"version is required"},"""
        + """{"type":"additional_property_not_allowed","field":"","description":"Additional property model is not allowed"}]}""";

    [Theory]
    [InlineData(
        ReplicateProblem.InvalidToken,
        401,
        """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""")]
    [InlineData(
        ReplicateProblem.ExpiredToken,
        401,
        """{"status":401,"detail":"Invalid or expired API token.","title":"Authentication required"}""")]
    [InlineData(ReplicateProblem.MissingToken, 401, """{"detail":"Authorization header required"}""")]
    [InlineData(
        ReplicateProblem.InsufficientCredit,
        402,
        """{"title":"Insufficient credit","detail":"You have insufficient credit to run this model. Go to https://replicate.com/"""
        + """account/billing#billing to purchase credit. Once you purchase credit, please wait a few minutes before trying """
        + """again.","status":402}""")]
    [InlineData(ReplicateProblem.NotFound, 404, """{"detail":"The requested resource could not be found.","status":404}""")]
    [InlineData(ReplicateProblem.FileTooLarge, 413, """{"detail":"Files must be less than 100MB in size"}""")]
    [InlineData(
        ReplicateProblem.InvalidVersion,
        422,
        """{"title":"Invalid version or not permitted","detail":"The specified version does not exist (or perhaps you don't have """
        + """permission to use it?)","status":422}""")]
    [InlineData(ReplicateProblem.InvalidInput, 422, InvalidInput)]
    [InlineData(ReplicateProblem.UnknownMember, 422, UnknownMember)]
    public async Task Problem_OfEachKind_IsSentWordForWord(ReplicateProblem problem, int status, string body)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = ReplicateFaults.Problem(problem) });

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal((status, body + "\n"), ((int)answer.Status, answer.Body));
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task Blocked_ByTheNetworkInFront_IsAPage()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = ReplicateFaults.Problem(ReplicateProblem.Blocked) });

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal((403, "text/html; charset=UTF-8"), ((int)answer.Status, answer.Headers["Content-Type"]));
        Assert.Contains("Sorry, you have been blocked", answer.Body, StringComparison.Ordinal);
    }
}
