using ImageGeneration.Failures;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers;

public sealed class SubmitResultTests
{
    [Fact]
    public void FromFailure_EachKind_IsWhatTheTableSays() =>
        Assert.All(Enum.GetValues<FailureKind>(), kind =>
        {
            var result = SubmitResult.FromFailure(new(kind, "why"));

            Assert.IsType(
                FailureTable.For(kind).Acceptance switch
                {
                    JobAcceptance.NotAccepted => typeof(SubmitResult.NotAccepted),
                    JobAcceptance.Unknown => typeof(SubmitResult.Unknown),
                    _ => typeof(SubmitResult.Accepted),
                },
                result);
            Assert.Equal((kind, FailureTable.For(kind).Acceptance), (result.ToJob().Failure!.Kind, result.ToJob().Acceptance));
        });

    [Fact]
    public void ToJob_TheProviderSaysWhatCameOfIt_CountsForMoreThanTheKind()
    {
        var failure = new ProviderFailure(FailureKind.JobFailed, "why");

        Assert.False(new SubmitResult.NotAccepted(failure).ToJob().MayBeBilled);
        Assert.True(new SubmitResult.Unknown(failure with { Kind = FailureKind.InvalidRequest }).ToJob().MayBeBilled);
        Assert.True(new SubmitResult.Accepted(ProviderJob.Failed(failure with { Kind = FailureKind.Unavailable })).ToJob().MayBeBilled);
    }

    [Fact]
    public void FromJob_RanWithoutAReference_IsAccepted()
    {
        var job = ProviderJob.Failed(new(FailureKind.ContentRejected, "filtered")) with { RunTime = TimeSpan.FromSeconds(2) };

        Assert.Equal(JobAcceptance.Accepted, Assert.IsType<SubmitResult.Accepted>(SubmitResult.FromJob(job)).ToJob().Acceptance);
    }
}
