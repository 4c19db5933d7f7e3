using ImageGeneration.Providers;
using Moq;

namespace ImageGeneration.Tests.Providers;

public sealed class DelegatingImageProviderTests
{
    /// <summary>A member that is not passed on would fall back to the contract's "cannot".</summary>
    [Fact]
    public void EachMember_OfTheContract_IsPassedOn()
    {
        var inner = new Mock<IImageProvider>();
        IImageProvider[] decorators = [new Mock<DelegatingImageProvider>(inner.Object) { CallBase = true }.Object, new ReplaceableProvider(inner.Object)];

        foreach (var decorator in decorators)
        {
            foreach (var member in typeof(IImageProvider).GetMethods())
            {
                inner.Invocations.Clear();
                member.Invoke(decorator, [.. member.GetParameters().Select(parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)]);

                Assert.Equal(member, Assert.Single(inner.Invocations).Method);
            }
        }
    }
}
